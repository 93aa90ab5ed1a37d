using Distill.Benchmarks.Jobs;
using Distill.Benchmarks.Table;

namespace Distill.Benchmarks.StartUp;

/// <summary>Whole processes of the command line, from start to end, on a warm disk.</summary>
internal static class StartUpMeasurements
{
    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        var jobs = effort.Batch < 128 ? 2 : 1000;
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-");
        await QueuedJobs.FillAsync(folder.FullName, jobs, CancellationToken.None);
        var times = Figures.InTurn(effort.Rounds, () => [Run("--version")], () => [Run("list", "--store", folder.FullName)]);
        folder.Delete(recursive: true);
        yield return new("start-up, distill --version", times[0], "ms", Goal: 100);
        yield return new($"start-up, distill list, {jobs} jobs in a folder", times[1], "ms", Goal: 300);
    }

    private static double Run(params string[] arguments) => Figures.Milliseconds(() => CommandLineProgram.RunAsync(arguments).GetAwaiter().GetResult());
}
