using System.Diagnostics;
using System.Globalization;
using Distill.Benchmarks.Table;

namespace Distill.Benchmarks.WholeJob;

/// <summary>The largest resident memory of a whole job with once, four and sixteen times as many labels.</summary>
internal static class MemoryMeasurements
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        if (!effort.Peers)
        {
            yield break;
        }
        foreach (var views in new[] { 1, 4, 16 })
        {
            yield return new($"peak memory of a digits job, {views} views, 16 epochs", await PeakAsync(views), "MB");
        }
    }

    private static async Task<double> PeakAsync(int views)
    {
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-").FullName;
        var start = new ProcessStartInfo(
            "dotnet",
            [
                CommandLineProgram.Path, "run", "digits", "-q", "--store", folder, "--set", "seeds=[1]", "--set", $"labels.views={views}",
                "--set", "training.epochs=16", "--set", "baseline=false",
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var looks = new PeriodicTimer(s_look);
        var peak = 0.0;
        while (!process.HasExited && await looks.WaitForNextTickAsync())
        {
            peak = Math.Max(peak, HighWater(process.Id));
        }
        await output;
        Directory.Delete(folder, recursive: true);
        return process.ExitCode == 0 ? peak : throw new InvalidOperationException(await errors);
    }

    // Megabytes; 0 for a process that has just ended.
    private static double HighWater(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
