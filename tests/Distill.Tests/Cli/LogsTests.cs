using System.Text.Json;
using Distill.Cli;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class LogsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Shell _shell;

    public LogsTests() => _shell = new Shell(_time);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task What_happened_is_told_oldest_first()
    {
        await AddAsync(JobState.Finished);

        Approved.Verify((await _shell.RunAsync("logs", "keen-otter-9")).ToString(), "Cli/logs");
    }

    [Fact]
    public async Task A_program_gets_one_document_a_line()
    {
        await AddAsync(JobState.Finished);

        var lines = (await _shell.RunAsync("logs", "-o", "json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["preparing", "learning"], lines.Select(line => JsonElement.Parse(line).GetProperty("kind").GetString()));
        Assert.Equal("""{"version":1,"time":"2026-01-01T00:01:00+00:00","kind":"learning","worker":"shed-2","run":"student-2","sentence":"The run began.","data":{"steps":"96"}}""", lines[1]);
    }

    [Theory]
    [InlineData(JobState.Finished, ExitCode.Ok)]
    [InlineData(JobState.Failed, ExitCode.Failed)]
    [InlineData(JobState.Cancelled, ExitCode.Failed)]
    public async Task Following_ends_with_the_job_and_tells_how_it_ended(JobState state, int exitCode)
    {
        await AddAsync(state);

        var result = await _shell.RunAsync("logs", "keen-otter-9", "--follow");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(2, result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_job_without_events_says_so()
    {
        await SomeStore.AddAsync(_shell, "keen-otter-9", JobState.Queued);

        var result = await _shell.RunAsync("logs");

        Assert.Equal((ExitCode.Ok, "", "Nothing is noted of keen-otter-9.\n"), (result.ExitCode, result.Out, result.Error));
    }

    private async Task AddAsync(JobState state)
    {
        await SomeStore.AddAsync(_shell, "keen-otter-9", state);
        using var store = new FolderStore(_shell.Store);
        await new JobEvents(new JobStore(store), "shed-1", _time).AppendAsync("keen-otter-9", "preparing", "The teacher is loaded.", CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        await new JobEvents(new JobStore(store), "shed-2", _time).AppendAsync(
            "keen-otter-9", "learning", "The run began.", CancellationToken.None, run: "student-2", data: new Dictionary<string, string> { ["steps"] = "96" });
    }
}
