using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Distill.Tests.Labels;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline.Workers;

public sealed class LabelDemandTests : IAsyncDisposable
{
    // 3 chunks a view.
    private static readonly LabelSet s_set = SomeLabels.Set;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly JobStore _jobs;
    private readonly LabelDesk _labels;
    private readonly List<TeachChunk> _sent = [];

    public LabelDemandTests()
    {
        var store = new FolderStore(_folder.File("store"));
        _jobs = new JobStore(store);
        _labels = new LabelDesk(new FileLabelLog(_folder.File("log"), TimeProvider.System), store, TimeProvider.System);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_begins_has_a_window_of_chunks_sent_for_in_order()
    {
        await Demand(views: 200).AskedAsync(0, 0, Ct);

        Assert.Equal(LabelDemand.Ahead, _sent.Count);
        Assert.Equal(Enumerable.Range(0, LabelDemand.Ahead), _sent.Select(Position));
    }

    [Fact]
    public async Task A_job_is_never_sent_for_beyond_its_views()
    {
        await Demand(views: 2).AskedAsync(0, 0, Ct);

        Assert.Equal(6, _sent.Count);
    }

    [Fact]
    public async Task The_window_moves_when_half_of_it_is_read_and_nothing_is_sent_for_twice()
    {
        var demand = Demand(views: 200);
        for (var position = 0; position < 300; position++)
        {
            await demand.AskedAsync(position / 3, position % 3, Ct);
        }

        Assert.Equal(Enumerable.Range(0, _sent.Count), _sent.Select(Position));
        Assert.InRange(_sent.Count, 300 + (LabelDemand.Ahead / 2), 300 + LabelDemand.Ahead);
    }

    [Fact]
    public async Task Of_two_students_of_a_set_only_one_sends()
    {
        await Task.WhenAll(Demand(views: 2).AskedAsync(0, 0, Ct), Demand(views: 2).AskedAsync(0, 0, Ct));

        Assert.Equal(6, _sent.Count);
    }

    [Fact]
    public async Task What_is_there_is_not_sent_for()
    {
        await AppendAsync(0, 1);

        await Demand(views: 1).AskedAsync(0, 0, Ct);

        Assert.Equal([0, 2], _sent.Select(Position));
    }

    [Fact]
    public async Task Chunks_that_do_not_come_are_sent_for_again_from_the_missed_one_on()
    {
        var demand = Demand(views: 1);
        await demand.AskedAsync(0, 0, Ct);
        await AppendAsync(0, 0);
        _sent.Clear();

        await demand.MissedAsync(0, 1, Ct);

        Assert.Equal([1, 2], _sent.Select(Position));
    }

    [Fact]
    public async Task Of_two_students_that_miss_the_same_chunks_only_the_first_sends_again()
    {
        var (one, other) = (Demand(views: 1), Demand(views: 1));
        await one.AskedAsync(0, 0, Ct);
        _sent.Clear();

        await one.MissedAsync(0, 0, Ct);
        await other.MissedAsync(0, 0, Ct);
        Assert.Equal(3, _sent.Count);

        _time.Advance(LabelSource.Missed);
        await other.MissedAsync(0, 0, Ct);
        Assert.Equal(6, _sent.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _labels.DisposeAsync();
        _folder.Dispose();
    }

    private static int Position(TeachChunk task) => (task.View * 3) + task.Chunk;

    private LabelDemand Demand(int views) => new(_jobs, _labels, _time, new LabelDemand.Wanted("job", s_set, views), (task, _) =>
    {
        lock (_sent)
        {
            _sent.Add(task);
        }
        return Task.CompletedTask;
    });

    private Task AppendAsync(int view, int chunk) =>
        _labels.Log.AppendAsync(s_set, view, chunk, LabelChunkCodec.Encode(s_set, SomeLabels.Chunk(s_set, view, chunk)), Ct);
}
