using System.Text.Json;
using Xunit;

namespace Distill.Acceptance;

public sealed class KilledProcessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_ends_with_the_undisturbed_student()
    {
        using var job = new SmallJob();
        using (var undisturbed = job.Run("undisturbed"))
        {
            Assert.Equal(0, (await undisturbed.EndAsync(Cancel)).Code);
        }

        // Once while the teacher trains, once while it labels, and twice while students learn.
        foreach (var moment in new[] { " teacher ", " teach ", " learn ", " learn " })
        {
            using var victim = job.Run("killed");
            Assert.True(await victim.SeesAsync(line => line.Contains(moment, StringComparison.Ordinal), Cancel), $"no line with{moment}");
            await victim.KillAsync(Cancel);
        }
        using var last = job.Run("killed");

        Assert.Equal(0, (await last.EndAsync(Cancel)).Code);
        Assert.Equal(job.Student("undisturbed"), job.Student("killed"));
    }

    [Fact]
    public async Task An_interrupted_run_saves_says_how_to_go_on_and_goes_on()
    {
        using var job = new SmallJob();
        // It would take minutes, so the signal comes in the middle on any machine.
        string[] endless = ["--set", "training.epochs=20000"];

        var saved = await InterruptedAsync(job, endless);
        var goneOn = await InterruptedAsync(job, endless);

        Assert.InRange(saved, 1, long.MaxValue);
        // What was saved is not begun anew; that it ends with the same bytes is tested with a job that has an end.
        Assert.InRange(goneOn, saved, long.MaxValue);
    }

    // The student's step that is saved when a run was interrupted in the middle of its training.
    private static async Task<long> InterruptedAsync(SmallJob job, string[] arguments)
    {
        using var run = job.Run("interrupted", arguments);
        Assert.True(await run.SeesAsync(line => line.Contains(" learn epoch", StringComparison.Ordinal), Cancel));
        await run.SignalAsync("INT", Cancel);

        Assert.Equal(130, (await run.EndAsync(Cancel)).Code);
        Assert.Contains("Interrupted. Everything is saved; run the same command to go on.", run.Progress);
        using var head = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(job.Store("interrupted"), "jobs", "small", "runs", "student", "head.json"), Cancel));
        return head.RootElement.GetProperty("step").GetInt64();
    }
}
