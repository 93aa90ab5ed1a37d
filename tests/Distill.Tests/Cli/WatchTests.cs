using System.Text.Json;
using Distill.Cli;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class WatchTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task A_finished_job_is_summed_up_as_by_run()
    {
        await SomeStore.AddFinishedAsync(_shell, 1, 2, 3);

        var watched = await _shell.RunAsync("watch");
        var shown = await _shell.RunAsync("show");

        Assert.Equal((ExitCode.Ok, shown.Out), (watched.ExitCode, watched.Out));
        Assert.Contains("brisk-otter-7 resnet8 <- cnn_8_16   digits   seeds 1, 2, 3", watched.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobState.Failed, "The teacher is at chance.", "The teacher is at chance.")]
    [InlineData(JobState.Cancelled, null, "The job keen-otter-9 was cancelled; distill resume keen-otter-9 goes on with it.")]
    public async Task A_job_that_did_not_finish_fails_with_its_reason(JobState state, string? failure, string sentence)
    {
        await SomeStore.AddAsync(_shell, "keen-otter-9", state, failure: failure);

        var result = await _shell.RunAsync("watch", "keen-otter-9", "-o", "json");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.EndsWith(sentence + "\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(sentence, JsonElement.Parse(result.Out).GetProperty("failure").GetString());
    }

    [Fact]
    public async Task Interrupting_detaches_and_leaves_the_job_alone()
    {
        await SomeStore.AddAsync(_shell, "keen-otter-9", JobState.Learning);
        _shell.Interrupt();

        var result = await _shell.RunAsync("watch", "keen-otter-9");

        Approved.Verify(result.ToString(), "Cli/watch.detached");
        Assert.Equal(ExitCode.Interrupted, result.ExitCode);
    }
}
