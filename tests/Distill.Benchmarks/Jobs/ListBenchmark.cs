using System.Diagnostics;
using Distill.Acceptance.Servers;
using Xunit;

namespace Distill.Benchmarks.Jobs;

/// <summary>
/// How long <c>distill list</c> takes with many queued jobs, the process's start included, in a folder and in blob storage (Azurite):
/// <c>dotnet run --project tests/Distill.Benchmarks -c Release -- -explicit only -class Distill.Benchmarks.Jobs.ListBenchmark</c>.
/// </summary>
public sealed class ListBenchmark(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task A_thousand_jobs_in_a_folder_are_listed_within_a_second() => Assert.InRange(await InFolderAsync(jobs: 1000, rounds: 5), 0, 1);

    [Fact(Explicit = true)]
    public async Task A_thousand_jobs_in_blob_storage_are_listed_within_a_second() => Assert.InRange(await InBlobsAsync(jobs: 1000, rounds: 5), 0, 1);

    [Fact]
    public async Task The_measurement_runs() => Assert.True(await InFolderAsync(jobs: 2, rounds: 1) > 0);

    private async Task<double> InFolderAsync(int jobs, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-");
        try
        {
            return await MeasureAsync(folder.FullName, jobs, rounds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<double> InBlobsAsync(int jobs, int rounds)
    {
        await using var server = new AzuriteServer();
        return await MeasureAsync(await server.StoreAsync(), jobs, rounds);
    }

    private async Task<double> MeasureAsync(string store, int jobs, int rounds)
    {
        await QueuedJobs.FillAsync(store, jobs, Ct);
        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            using var list = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Distill.Cli.dll"), "list", "--store", store])
            {
                RedirectStandardOutput = true,
            })!;
            var lines = (await list.StandardOutput.ReadToEndAsync(Ct)).Split('\n').Count(line => line.StartsWith("queued-", StringComparison.Ordinal));
            await list.WaitForExitAsync(Ct);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            Assert.Equal(jobs, lines);
        }
        var median = seconds.Order().ElementAt(rounds / 2);
        output.WriteLine($"{jobs} jobs: median {median:F2} s of {string.Join(", ", seconds.Select(s => $"{s:F2}"))}");
        return median;
    }
}
