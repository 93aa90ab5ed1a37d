using System.Text.Json;
using Distill.Benchmarks.Data;
using Distill.Benchmarks.LabelLogs;
using Distill.Benchmarks.Learning;
using Distill.Benchmarks.StartUp;
using Distill.Benchmarks.Storage;
using Distill.Benchmarks.Teaching;
using Distill.Benchmarks.WholeJob;
using Distill.Tensors;

namespace Distill.Benchmarks.Table;

/// <summary><c>./distill bench [--peers] [--only TEXT] [-o json]</c>: the table of figures.</summary>
internal static class BenchProgram
{
    public const string Verb = "bench";

    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private static readonly (string Name, Func<Effort, IAsyncEnumerable<Measurement>> Run)[] s_groups =
    [
        ("roof", RooflineMeasurements.RunAsync),
        ("start-up", StartUpMeasurements.RunAsync),
        ("data", AugmentationMeasurements.RunAsync),
        ("codec", CodecMeasurements.RunAsync),
        ("bus", BusMeasurements.RunAsync),
        ("store", StoreMeasurements.RunAsync),
        ("label", LabelMeasurements.RunAsync),
        ("step", StepMeasurements.RunAsync),
        ("job", JobMeasurements.RunAsync),
        ("memory", MemoryMeasurements.RunAsync),
    ];

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        var (peers, json, only, problem) = Read(arguments);
        if (problem is not null)
        {
            await errors.WriteLineAsync($"{problem} Usage: ./distill bench [--peers] [--only {string.Join('|', s_groups.Select(group => group.Name))}] [-o json]");
            return 2;
        }
        NumericEnvironment.Prepare(threads: 1);
        NumericEnvironment.UseThreads(1);
        var effort = peers ? Effort.Full : Effort.Minute;
        var lines = new List<Measurement>();
        foreach (var group in s_groups.Where(group => only is null || group.Name == only))
        {
            await errors.WriteLineAsync($"measuring: {group.Name}");
            await foreach (var line in group.Run(effort))
            {
                lines.Add(line);
                if (!json)
                {
                    await output.WriteLineAsync(TextTable.Line(line));
                }
            }
        }
        if (json)
        {
            await output.WriteLineAsync(Json(lines));
        }
        return 0;
    }

    /// <summary>The lines as an array of objects.</summary>
    public static string Json(IEnumerable<Measurement> lines) => JsonSerializer.Serialize(
        lines.Select(line => new { line.Name, line.Value, line.Unit, line.Peer, line.PeerValue, line.Ratio, line.Goal }), s_json);

    private static (bool Peers, bool Json, string? Only, string? Problem) Read(string[] arguments)
    {
        var (peers, json, only) = (false, false, (string?)null);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--peers":
                    peers = true;
                    break;
                case "-o" or "--output" when value is "json" or "text":
                    json = value == "json";
                    i++;
                    break;
                case "--only" when s_groups.Any(group => group.Name == value):
                    only = value;
                    i++;
                    break;
                default:
                    return (false, false, null, $"bench does not know \"{string.Join(' ', arguments[i..])}\".");
            }
        }
        return (peers, json, only, null);
    }
}
