using System.Net;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Tests.Cli;
using Xunit;

namespace Distill.Tests.Server;

public sealed class EventStreamTests : IAsyncLifetime
{
    private const string Job = "brisk-otter-7";

    private readonly ServerFixture _server = new();
    private JobEvents _events = null!;

    public async ValueTask InitializeAsync()
    {
        await SomeStore.AddAsync(_server.Shell, Job, JobState.Learning);
        _events = new JobEvents(_server.Jobs, "worker-1", TimeProvider.System);
        await _events.AppendAsync(Job, "submitted", "The job was submitted.", TestContext.Current.CancellationToken);
        await _server.StartAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_listener_is_sent_what_happened_and_what_happens()
    {
        await using var stream = await OpenAsync($"/api/v1/jobs/{Job}/events");
        Assert.Contains("The job was submitted.", (await stream.NextAsync("note")).Data, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"learning\"", (await stream.NextAsync("progress")).Data, StringComparison.Ordinal);
        await _events.AppendAsync(Job, "segment", "A segment is trained.", TestContext.Current.CancellationToken);
        Assert.Contains("A segment is trained.", (await stream.NextAsync("note")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_connects_again_misses_nothing()
    {
        var wanted = Enumerable.Range(1, 60).Select(number => $"Event {number}.").ToList();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        var written = 0;
        // Somebody else listens all the time, so that the feed lives on.
        await using var other = await OpenAsync($"/api/v1/jobs/{Job}/events");
        await other.NextAsync("note");
        while (!wanted.All(sentence => seen.Values.Any(data => data.Contains($"\"{sentence}\"", StringComparison.Ordinal))))
        {
            await using var stream = await OpenAsync($"/api/v1/jobs/{Job}/events", last);
            // Some come while nobody listens, some while somebody does.
            for (var some = 0; some < 7 && written < wanted.Count; some++)
            {
                await _events.AppendAsync(Job, "segment", wanted[written++], TestContext.Current.CancellationToken);
            }

            for (var read = 0; read < 5 && seen.Count <= wanted.Count; read++)
            {
                var note = await stream.NextAsync("note");
                seen[note.Id!] = note.Data;
                last = note.Id;
            }
        }

        Assert.Equal(wanted.Count + 1, seen.Count);
    }

    [Fact]
    public async Task The_list_tells_of_changes_and_after_a_break_of_those_that_were_missed()
    {
        await using var stream = await OpenAsync("/api/v1/events", "another-life-1");
        Assert.Equal("reset", (await stream.NextAsync()).Name);
        await _server.SendAsync(HttpMethod.Post, $"/api/v1/jobs/{Job}/cancel");
        StreamReading.Event news;
        do
        {
            news = await stream.NextAsync("job");
        }
        while (!news.Data.Contains("\"state\":\"cancelled\"", StringComparison.Ordinal));
        await stream.DisposeAsync();
        await SomeStore.AddAsync(_server.Shell, "calm-heron-8", JobState.Queued);
        await using var again = await OpenAsync("/api/v1/events", news.Id);
        Assert.Contains("calm-heron-8", (await again.NextAsync("job")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_stream_of_a_job_that_is_not_there() => Assert.StartsWith(
        "There is no job named \"nobody\"", await _server.RefusalAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/v1/jobs/nobody/events"), StringComparison.Ordinal);

    private async Task<StreamReading> OpenAsync(string path, string? last = null) => new(last is null
        ? await _server.SendAsync(HttpMethod.Get, path)
        : await _server.SendAsync(HttpMethod.Get, path, headers: ("Last-Event-ID", last)));
}
