using Distill.Acceptance.Servers;
using Distill.Benchmarks.Table;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>Publishing labels to a broker of this machine's own; nothing where none is installed.</summary>
internal static class BusMeasurements
{
    private const int Chunk = 50_000;
    private const int UnderWay = 16;

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        if (RabbitMqServer.IsInstalled)
        {
            var (ours, bare, _, _) = await StreamAppend.CompareAsync(Chunk, UnderWay, effort.Steps * 500, effort.Rounds, CancellationToken.None);
            yield return new($"bus, labels to a stream, chunks of {Chunk / 1000} KB, {UnderWay} under way", Figures.Median(ours), "MB/s", "RabbitMQ.Client alone", Figures.Median(bare), Goal: 0.8);
        }
    }
}
