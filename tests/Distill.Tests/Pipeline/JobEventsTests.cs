using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline;

public sealed class JobEventsTests : IDisposable
{
    private static readonly CancellationToken s_ct = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FolderStore _store;

    public JobEventsTests() => _store = new FolderStore(_folder.File("store"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Events_of_several_workers_are_listed_oldest_first()
    {
        foreach (var number in Enumerable.Range(1, 40))
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await EventsOf($"worker-{number % 3}").AppendAsync("tiny", "learning", $"Number {number}.", s_ct);
        }

        var sentences = await EventsOf("reader").ListAsync("tiny", s_ct).Select(happened => happened.Sentence).ToListAsync(s_ct);

        Assert.Equal(Enumerable.Range(1, 40).Select(number => $"Number {number}."), sentences);
    }

    [Fact]
    public async Task Events_of_one_moment_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EventsOf("worker").AppendAsync("tiny", "learning", "At once.", s_ct)));

        Assert.Equal(20, await EventsOf("reader").ListAsync("tiny", s_ct).CountAsync(s_ct));
    }

    [Fact]
    public async Task What_was_seen_is_not_listed_again()
    {
        var events = EventsOf("worker");
        var seen = new HashSet<string>();
        await events.AppendAsync("tiny", "preparing", "First.", s_ct);
        await events.ListAsync("tiny", seen, s_ct).CountAsync(s_ct);
        await events.AppendAsync("tiny", "learning", "Second.", s_ct, run: "student", data: new Dictionary<string, string> { ["accuracy"] = "0.93" });

        var news = await events.ListAsync("tiny", seen, s_ct).ToListAsync(s_ct);

        var second = Assert.Single(news);
        Assert.Equal(("Second.", "student", "0.93", "worker", _time.GetUtcNow()), (second.Sentence, second.Run, second.Data!["accuracy"], second.Worker, second.Time));
    }

    [Fact]
    public async Task Events_of_a_neighbour_whose_name_begins_alike_are_its_own()
    {
        await EventsOf("worker").AppendAsync("tiny-2", "learning", "Next door.", s_ct);

        Assert.Empty(await EventsOf("worker").ListAsync("tiny", s_ct).ToListAsync(s_ct));
    }

    private JobEvents EventsOf(string worker) => new(new JobStore(_store), worker, _time);
}
