using Distill.Cli;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class CompareTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Only_the_settings_that_differ_are_shown_and_every_student_has_a_column()
    {
        await SomeStore.AddFinishedAsync(_shell, 1, 2, 3);
        await SomeStore.AddSeveralAsync(_shell, 1, 2);

        Approved.Verify((await _shell.RunAsync("compare", "brisk-otter-7", "keen-otter-9")).ToString(), "Cli/compare");
        Approved.Verify((await _shell.RunAsync("compare", "brisk-otter-7", "keen-otter-9", "-o", "json")).ToString(), "Cli/compare.json");
    }

    [Fact]
    public async Task Jobs_without_a_report_are_compared_by_their_settings()
    {
        await SomeStore.AddAsync(_shell, "one", JobState.Queued);
        await SomeStore.AddAsync(_shell, "two", JobState.Failed, "dataset: digits\nstudent: cnn_4\ntraining: { epochs: 3 }\n");

        Approved.Verify((await _shell.RunAsync("compare", "one", "two")).ToString(), "Cli/compare.unfinished");
    }

    [Fact]
    public async Task Jobs_that_do_not_differ_are_said_not_to()
    {
        await SomeStore.AddAsync(_shell, "one", JobState.Queued);
        await SomeStore.AddAsync(_shell, "two", JobState.Queued);

        var result = await _shell.RunAsync("compare", "one", "two");

        Assert.Equal((ExitCode.Ok, "The jobs do not differ in any setting.\n"), (result.ExitCode, result.Error));
    }
}
