using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>
/// Outside the usual run (<c>-explicit only -class Distill.Acceptance.Chaos.SoakTests</c>): jobs one after the other for some minutes
/// (<c>DISTILL_SOAK_MINUTES</c>), while a quarter of the workers dies every few seconds.
/// </summary>
[Collection(ChaosTests.Name)]
public sealed class SoakTests(ChaosWorld world)
{
    private const string MinutesVariable = "DISTILL_SOAK_MINUTES";
    private const double DefaultMinutes = 10;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Jobs_end_with_the_same_bytes_while_workers_die_all_the_time()
    {
        var minutes = Minutes();
        var (scene, broker) = await world.VictimAsync("soak", Ct);
        await using var _ = scene.Removing();
        // The first two live through it all; of eight workers two die at a time.
        var lasting = new[] { scene.Teacher(), scene.Student() };
        for (var pair = 0; pair < 3; pair++)
        {
            scene.StartOneOfEach();
        }

        await scene.ReadyAsync(lasting);
        var processes = new[] { ("teacher", lasting[0].Id), ("student", lasting[1].Id), ("broker", broker.ProcessId), ("tests", Environment.ProcessId) };
        var random = new Random(1);
        var begun = Stopwatch.GetTimestamp();
        List<string> measured = [];
        var (jobs, kills) = (0, 0);
        while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(minutes))
        {
            var name = $"soak-{++jobs}";
            var file = scene.Write(name, labelSeed: jobs);
            await scene.SubmitAsync(file);
            while (!await scene.HasEndedAsync(name))
            {
                await scene.UntilAsync("the next deaths come", Deadline.Over(s_pause));
                for (var death = 0; death < 2; death++)
                {
                    var mortal = scene.Alive.Except(lasting).ToList();
                    var victim = mortal[random.Next(mortal.Count)];
                    await scene.KillAsync(victim, "");
                    scene.Replace(victim);
                    kills++;
                }
            }

            await scene.EqualsAsync(name, await world.RunAsync(file, Ct));
            measured.Add($"after job {jobs} and {kills} kills: {string.Join(", ", processes.Select(process => $"{process.Item1} {ResidentMegabytes(process.Item2)} MB"))}");
        }

        await ChaosWorld.LogAsync($"soak of {minutes} minutes: {jobs} jobs, {kills} kills, same bytes: yes; resident memory {measured[0]}; {measured[measured.Count / 2]}; {measured[^1]}");
    }

    /// <summary>Nobody dies here, so that many jobs follow one another: what a job leaves behind in a process would show.</summary>
    [Fact(Explicit = true)]
    public async Task No_process_grows_with_the_jobs_that_it_has_done()
    {
        var minutes = Minutes();
        var (scene, broker) = await world.VictimAsync("memory", Ct);
        await using var _ = scene.Removing();
        var (teacher, student) = (scene.Teacher(), scene.Student());
        await scene.ReadyAsync(teacher, student);
        var begun = Stopwatch.GetTimestamp();
        List<(string Process, int Id, List<long> Megabytes)> processes = [("teacher", teacher.Id, []), ("student", student.Id, []), ("broker", broker.ProcessId, [])];
        for (var job = 1; Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(minutes); job++)
        {
            await scene.SubmitAsync(scene.Write($"memory-{job}", labelSeed: job));
            await scene.UntilAsync("the job ends", () => scene.HasEndedAsync($"memory-{job}"));
            processes.ForEach(process => process.Megabytes.Add(ResidentMegabytes(process.Id)));
        }

        foreach (var (process, _, megabytes) in processes)
        {
            await ChaosWorld.LogAsync($"memory of {minutes} minutes, {process}: resident MB after each of {megabytes.Count} jobs: {string.Join(' ', megabytes)}");
        }
    }

    private static double Minutes() =>
        Environment.GetEnvironmentVariable(MinutesVariable) is { Length: > 0 } given ? double.Parse(given, CultureInfo.InvariantCulture) : DefaultMinutes;

    private static long ResidentMegabytes(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.WorkingSet64 >> 20;
    }
}
