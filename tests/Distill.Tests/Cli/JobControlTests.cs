using Distill.Cli;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class JobControlTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("cancel", JobState.Learning)]
    [InlineData("resume", JobState.Cancelled)]
    [InlineData("retry", JobState.Failed)]
    public async Task What_was_done_and_what_happens_next_is_said(string verb, JobState state)
    {
        await SomeStore.AddAsync(_shell, "keen-otter-9", state);

        Approved.Verify((await _shell.RunAsync(verb, "keen-otter-9")).ToString(), $"Cli/{verb}");
    }

    [Fact]
    public async Task A_program_gets_the_state_of_the_job()
    {
        await SomeStore.AddAsync(_shell, "keen-otter-9", JobState.Queued);

        Approved.Verify((await _shell.RunAsync("cancel", "keen-otter-9", "-o", "json", "-q")).ToString(), "Cli/cancel.json");
    }

    [Theory]
    [InlineData("cancel", JobState.Finished)]
    [InlineData("resume", JobState.Learning)]
    [InlineData("retry", JobState.Cancelled)]
    [InlineData("delete", JobState.Learning)]
    public async Task What_does_not_fit_the_job_fails_by_a_sentence(string verb, JobState state)
    {
        await SomeStore.AddAsync(_shell, "keen-otter-9", state);

        var result = await _shell.RunAsync(verb, "keen-otter-9");

        Assert.Equal((ExitCode.Failed, ""), (result.ExitCode, result.Out));
        Assert.StartsWith("The job keen-otter-9 ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_deleted_by_who_is_sure()
    {
        await SomeStore.AddFinishedAsync(_shell, 1);

        var result = await _shell.RunAsync("delete", "brisk-otter-7", "--yes");

        Approved.Verify(result.ToString(), "Cli/delete");
        Assert.Equal("[]\n", (await _shell.RunAsync("list", "-o", "json")).Out);
    }

    [Fact]
    public async Task Without_a_terminal_nothing_is_deleted_that_nobody_is_sure_of()
    {
        await SomeStore.AddFinishedAsync(_shell, 1);

        var result = await _shell.RunAsync("delete", "brisk-otter-7");

        Assert.Equal((ExitCode.BadInput, "Deleting brisk-otter-7 cannot be undone, and there is no terminal to ask on; add --yes.\n"), (result.ExitCode, result.Error));
        Assert.Equal(ExitCode.Ok, (await _shell.RunAsync("show", "brisk-otter-7")).ExitCode);
    }

    [Theory]
    [InlineData("y\n", ExitCode.Ok, ExitCode.NotFound)]
    [InlineData("Yes\n", ExitCode.Ok, ExitCode.NotFound)]
    [InlineData("\n", ExitCode.Failed, ExitCode.Ok)]
    [InlineData("no\n", ExitCode.Failed, ExitCode.Ok)]
    [InlineData("", ExitCode.Failed, ExitCode.Ok)]
    public async Task A_person_at_a_terminal_is_asked(string answer, int exitCode, int afterwards)
    {
        await SomeStore.AddFinishedAsync(_shell, 1);
        _shell.Answer = answer;

        var result = await _shell.RunAsync("delete", "brisk-otter-7");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith("Delete brisk-otter-7 with its students and report? This cannot be undone. [y/N] ", result.Error, StringComparison.Ordinal);
        Assert.Equal(afterwards, (await _shell.RunAsync("show", "brisk-otter-7")).ExitCode);
    }
}
