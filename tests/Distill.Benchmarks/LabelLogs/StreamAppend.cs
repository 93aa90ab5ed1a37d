using System.Diagnostics;
using Distill.Acceptance.Servers;
using Distill.Labels;
using Distill.Pipeline.LabelStreams;
using Microsoft.Extensions.Logging.Abstractions;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>Appending labels to a stream and a bare loop of the client library with the same bytes and as many messages under way, in turn.</summary>
/// <param name="Ours">MB/s of each round.</param>
/// <param name="Bare">The same of the loop.</param>
/// <param name="OurWork">Microseconds of this process's cores for a chunk.</param>
/// <param name="BareWork">The same of the loop.</param>
internal sealed record StreamAppend(IReadOnlyList<double> Ours, IReadOnlyList<double> Bare, double OurWork, double BareWork)
{
    public static async Task<StreamAppend> CompareAsync(int bytes, int appenders, int chunks, int rounds, CancellationToken ct)
    {
        await using var server = await RabbitMqServer.StartAsync(ct);
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-");
        await using var log = new StreamLabelLog(server.Address, "benchmark", folder.FullName, TimeProvider.System, NullLogger<StreamLabelLog>.Instance);
        await using var loop = await BareLoop.OpenAsync(server.Address, ct);
        var content = new byte[bytes];
        new Random(1).NextBytes(content);
        var body = new byte[bytes + LabelStreamFrame.Overhead];

        List<double> ours = [], bare = [];
        var (ourWork, bareWork) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = -1; round < rounds; round++)
        {
            // The first round warms both up.
            var isWarm = round >= 0 || rounds == 1;
            var before = Environment.CpuUsage.TotalTime;
            var first = await AppendAsync(log, content, appenders, chunks, ct);
            var between = Environment.CpuUsage.TotalTime;
            var second = await loop.AppendAsync(body, chunks, window: appenders, ct);
            if (isWarm)
            {
                ours.Add(chunks * (double)bytes / 1e6 / first);
                bare.Add(chunks * (double)bytes / 1e6 / second);
                (ourWork, bareWork) = (ourWork + between - before, bareWork + Environment.CpuUsage.TotalTime - between);
            }
        }

        folder.Delete();
        return new(ours, bare, ourWork.TotalMicroseconds / rounds / chunks, bareWork.TotalMicroseconds / rounds / chunks);
    }

    private static async Task<double> AppendAsync(StreamLabelLog log, byte[] content, int appenders, int chunks, CancellationToken ct)
    {
        var set = LabelSets.Fresh();
        await log.AppendAsync(set, 0, 0, content, ct);
        var start = Stopwatch.GetTimestamp();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, appenders).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var chunk && chunk <= chunks)
            {
                await log.AppendAsync(set, 0, chunk, content, ct);
            }
        }));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await log.ReleaseAsync(set, ct);
        return seconds;
    }
}
