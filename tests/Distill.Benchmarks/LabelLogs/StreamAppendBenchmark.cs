using System.Diagnostics;
using Distill.Acceptance.Servers;
using Distill.Benchmarks.Table;
using Distill.Labels;
using Distill.Pipeline.LabelStreams;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>
/// Appending labels to a stream against a bare loop of the client library with the same bytes and as many messages under way, in turn. Needs Debian's rabbitmq-server:
/// <c>dotnet run --project tests/Distill.Benchmarks -c Release -- -explicit only</c>.
/// </summary>
public sealed class StreamAppendBenchmark(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData(50_000, 16)]
    [InlineData(50_000, 64)]
    [InlineData(200_000, 16)]
    [InlineData(200_000, 64)]
    public async Task Appending_is_nearly_as_fast_as_the_client_library_alone(int bytes, int appenders)
    {
        var (ours, bare) = await CompareAsync(bytes, appenders, chunks: 150_000_000 / bytes, rounds: 9);

        Assert.True(ours / bare >= 0.8, $"{ours:F0} MB/s against {bare:F0} MB/s");
    }

    [Fact]
    public Task The_comparison_runs() => CompareAsync(bytes: 1000, appenders: 2, chunks: 4, rounds: 1);

    private async Task<(double Ours, double Bare)> CompareAsync(int bytes, int appenders, int chunks, int rounds)
    {
        await using var server = await RabbitMqServer.StartAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-");
        await using var log = new StreamLabelLog(server.Address, "benchmark", folder.FullName, TimeProvider.System, NullLogger<StreamLabelLog>.Instance);
        await using var loop = await BareLoop.OpenAsync(server.Address, Ct);
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
            var first = await AppendAsync(log, content, appenders, chunks);
            var between = Environment.CpuUsage.TotalTime;
            var second = await loop.AppendAsync(body, chunks, window: appenders, Ct);
            if (isWarm)
            {
                ours.Add(chunks * (double)bytes / 1e6 / first);
                bare.Add(chunks * (double)bytes / 1e6 / second);
                (ourWork, bareWork) = (ourWork + between - before, bareWork + Environment.CpuUsage.TotalTime - between);
            }
        }

        folder.Delete();
        var (mine, theirs) = (Figures.Median(ours), Figures.Median(bare));
        output.WriteLine($"{bytes / 1000} KB, {appenders} appenders: label log {mine:F0} MB/s ({ours.Min():F0}..{ours.Max():F0}), bare loop {theirs:F0} MB/s ({bare.Min():F0}..{bare.Max():F0}), {mine / theirs:P0}; {PerChunk(ourWork):F0} and {PerChunk(bareWork):F0} us of this process's cores for a chunk");
        return (mine, theirs);

        double PerChunk(TimeSpan work) => work.TotalMicroseconds / rounds / chunks;
    }

    private static async Task<double> AppendAsync(StreamLabelLog log, byte[] content, int appenders, int chunks)
    {
        var set = LabelSets.Fresh();
        await log.AppendAsync(set, 0, 0, content, Ct);
        var start = Stopwatch.GetTimestamp();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, appenders).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var chunk && chunk <= chunks)
            {
                await log.AppendAsync(set, 0, chunk, content, Ct);
            }
        }));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await log.DeleteAsync(set.Fingerprint, Ct);
        return seconds;
    }
}
