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
        // Long enough that the signal comes in the middle on any machine.
        string[] lengthy = ["--set", "training.epochs=60"];
        using (var interrupted = job.Run("interrupted", lengthy))
        {
            await interrupted.SeesAsync(line => line.Contains(" learn ", StringComparison.Ordinal), Cancel);
            await interrupted.SignalAsync("INT", Cancel);

            Assert.Equal(130, (await interrupted.EndAsync(Cancel)).Code);
            Assert.Contains("Interrupted. Everything is saved; run the same command to go on.", interrupted.Progress);
        }
        using var again = job.Run("interrupted", [.. lengthy, "-o", "json"]);

        var (code, output) = await again.EndAsync(Cancel);

        Assert.Equal(0, code);
        using var document = JsonDocument.Parse(output);
        Assert.Equal(("small", "finished"), (document.RootElement.GetProperty("job").GetString(), document.RootElement.GetProperty("state").GetString()));
    }
}
