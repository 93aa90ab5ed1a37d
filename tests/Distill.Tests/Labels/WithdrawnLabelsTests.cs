using System.Text;
using Distill.Labels;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class WithdrawnLabelsTests : IDisposable
{
    private static readonly LabelSet s_set = SomeLabels.Set with { NumericsClass = "some class" };

    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;
    private readonly MemoryLabelLog _log = new();
    private readonly Trust _trust = new();
    private readonly Demand _demand = new();

    public WithdrawnLabelsTests() => _store = new(_folder.File("store"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_withdrawn_worker_appended_is_asked_for_again_and_the_next_copy_counts()
    {
        _trust.Withdraw("bad");
        Append(0, 0, "bad", seed: 2);
        await using var source = Open();
        _demand.OnMissed = (view, chunk) => Append(view, chunk, "good", seed: 1);

        var labels = await source.GetAsync(0, 0, Ct);

        Assert.Equal(Bytes(0, 0, seed: 1), LabelChunkCodec.Encode(s_set, labels));
        Assert.Equal([(0, 0)], _demand.Missed.Distinct());
    }

    [Fact]
    public async Task A_chunk_that_was_there_counts_as_missing_once_its_worker_is_withdrawn()
    {
        Append(0, 0, "bad", seed: 2);
        Append(0, 1, "good", seed: 1);
        await using var source = Open();
        Assert.Equal("110", await PresentAsync(source));

        _trust.Withdraw("bad");

        Assert.Equal("010", await PresentAsync(source));
        Append(0, 0, "good", seed: 1);
        Assert.Equal("110", await PresentAsync(source));
    }

    [Fact]
    public async Task A_student_that_has_learnt_from_a_withdrawn_chunk_stops_at_its_next_step_when_the_new_copy_is_another()
    {
        Append(0, 0, "bad", seed: 2);
        Append(0, 1, "good", seed: 1);
        await using var source = Open();
        await source.GetAsync(0, 0, Ct);
        _demand.OnMissed = (view, chunk) => Append(view, chunk, "good", seed: 1);

        _trust.Withdraw("bad");

        var changed = await Assert.ThrowsAsync<LabelChangedException>(() => source.GetAsync(0, 1, Ct));
        Assert.StartsWith("View 0, chunk 0 of the labels has changed since this student learnt from it", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_student_goes_on_when_the_new_copy_of_a_withdrawn_chunk_is_the_same()
    {
        Append(0, 0, "bad", seed: 1);
        Append(0, 1, "good", seed: 1);
        await using var source = Open();
        await source.GetAsync(0, 0, Ct);
        _demand.OnMissed = (view, chunk) => Append(view, chunk, "good", seed: 1);

        _trust.Withdraw("bad");

        Assert.Equal(1, (await source.GetAsync(0, 1, Ct)).Index);
        Assert.Equal([(0, 0)], _demand.Missed.Distinct());
    }

    [Fact]
    public async Task A_view_with_chunks_of_a_withdrawn_worker_leaves_the_archive_and_comes_back_with_others()
    {
        for (var chunk = 0; chunk < s_set.ChunksPerView; chunk++)
        {
            Append(0, chunk, chunk == 1 ? "bad" : "good", seed: chunk == 1 ? 2ul : 1);
            Append(1, chunk, "good", seed: 1);
        }
        await using var source = Open();
        await source.ArchivedAsync(0, Ct);
        await source.ArchivedAsync(1, Ct);
        Assert.Equal(["good", "bad", "good"], (await Archive().FindAsync(s_set, 0, Ct))!.Chunks.Select(chunk => chunk.Worker));

        _trust.Withdraw("bad");

        Assert.Null(await Archive().FindAsync(s_set, 0, Ct));
        Assert.NotNull(await Archive().FindAsync(s_set, 1, Ct));
        Assert.Equal("101", await PresentAsync(source));
        Append(0, 1, "good", seed: 1);
        await source.ArchivedAsync(0, Ct);
        Assert.Equal(Bytes(0, 1, seed: 1), await Archive().ReadAsync(s_set, 0, 1, Ct));
        Assert.Equal(["good", "good", "good"], (await Archive().FindAsync(s_set, 0, Ct))!.Chunks.Select(chunk => chunk.Worker));
    }

    [Fact]
    public async Task A_reader_that_has_not_heard_of_it_yet_finds_out_when_the_view_was_archived_anew()
    {
        List<byte[]> wrong = [.. Enumerable.Range(0, 3).Select(chunk => Bytes(0, chunk, seed: 2))];
        List<byte[]> right = [.. Enumerable.Range(0, 3).Select(chunk => Bytes(0, chunk, seed: 1))];
        var unaware = new LabelArchive(_store);
        await unaware.StoreAsync(s_set, 0, wrong, Ct, ["bad", "bad", "bad"]);
        Assert.Equal(wrong[0], await unaware.ReadAsync(s_set, 0, 0, Ct));

        _trust.Withdraw("bad");
        await Archive().FindAsync(s_set, 0, Ct);
        await Archive().StoreAsync(s_set, 0, right, Ct, ["good", "good", "good"]);

        Assert.Equal(right[0], await unaware.ReadAsync(s_set, 0, 0, Ct));
    }

    [Fact]
    public async Task Labels_of_logs_that_know_no_workers_are_archived_as_ever()
    {
        List<byte[]> chunks = [.. Enumerable.Range(0, 3).Select(chunk => Bytes(0, chunk, seed: 1))];

        await Archive().StoreAsync(s_set, 0, chunks, Ct);

        var index = await _store.ReadAsync(LabelPaths.ViewIndex(s_set, 0), Ct);
        Assert.DoesNotContain("worker", Encoding.UTF8.GetString(index!.Content.Span), StringComparison.Ordinal);
        Assert.Equal(chunks.SelectMany(bytes => bytes), (await _store.ReadAsync(LabelPaths.View(s_set, 0), Ct))!.Content.ToArray());
    }

    private static async Task<string> PresentAsync(LabelSource source) =>
        string.Concat((await source.PresentAsync(0, Ct)).Select(there => there ? '1' : '0'));

    private static byte[] Bytes(int view, int chunk, ulong seed) => SomeLabels.Bytes(s_set, view, chunk, seed);

    private void Append(int view, int chunk, string worker, ulong seed) => _log.Append(view, chunk, Bytes(view, chunk, seed), worker);

    private LabelArchive Archive() => new(_store, trust: _trust);

    private LabelSource Open() => new(s_set, _log, Archive(), demand: _demand);

    private sealed class Trust : ILabelTrust
    {
        private volatile IReadOnlySet<string> _distrusted = new HashSet<string>();

        public void Withdraw(string worker) => _distrusted = new HashSet<string>(_distrusted) { worker };

        public ValueTask<IReadOnlySet<string>> DistrustedAsync(LabelSet set, CancellationToken ct) => new(_distrusted);
    }

    private sealed class Demand : ILabelDemand
    {
        public List<(int View, int Chunk)> Missed { get; } = [];

        public Action<int, int> OnMissed { get; set; } = (_, _) => { };

        public Task AskedAsync(int view, int chunk, CancellationToken ct) => Task.CompletedTask;

        public Task MissedAsync(int view, int chunk, CancellationToken ct)
        {
            Missed.Add((view, chunk));
            OnMissed(view, chunk);
            return Task.CompletedTask;
        }
    }
}
