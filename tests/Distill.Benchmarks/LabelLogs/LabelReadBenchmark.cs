using System.Diagnostics;
using Distill.Acceptance.Servers;
using Distill.Benchmarks.Table;
using Distill.Labels;
using Distill.Pipeline.LabelStreams;
using Distill.Pipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>
/// How fast a student gets decoded chunks: from a stream that it has never read, from a log file, and from the archive, in turn. Needs Debian's
/// rabbitmq-server: <c>dotnet run --project tests/Distill.Benchmarks -c Release -- -explicit only</c>.
/// </summary>
public sealed class LabelReadBenchmark(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task A_stream_that_was_never_read_is_no_more_than_four_times_slower_than_a_file(int classes)
    {
        var (stream, file) = await CompareAsync(classes, chunks: 20_000 / classes, rounds: 5);

        Assert.True(stream / file >= 0.25, $"{stream:F0} MB/s against {file:F0} MB/s");
    }

    [Fact]
    public Task The_comparison_runs() => CompareAsync(classes: 3, chunks: 4, rounds: 1);

    private async Task<(double Stream, double File)> CompareAsync(int classes, int chunks, int rounds)
    {
        await using var server = await RabbitMqServer.StartAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-");
        var set = LabelSets.Fresh(classes, chunks);
        var encoded = Enumerable.Range(0, chunks).Select(chunk => LabelSets.Chunk(set, 0, chunk)).ToList();

        // One chunk is missing in the logs, so that no view is archived on the way.
        await using (var appending = Stream())
        {
            await AppendAsync(appending);
        }

        await AppendAsync(File());
        var full = new FolderStore(Path.Combine(folder.FullName, "full"));
        await new LabelArchive(full).StoreAsync(set, 0, encoded, Ct);
        List<double> stream = [], file = [], archive = [];
        for (var round = -1; round < rounds; round++)
        {
            await using (var log = Stream())
            {
                stream.Add(await ReadAsync(log, new LabelArchive(new FolderStore(Path.Combine(folder.FullName, "empty")))));
            }

            file.Add(await ReadAsync(File(), new LabelArchive(new FolderStore(Path.Combine(folder.FullName, "empty")))));
            archive.Add(await ReadAsync(File(), new LabelArchive(full)));
        }

        folder.Delete(recursive: true);
        var megabytes = encoded[0].Length * (chunks - 1) / 1e6;
        var (s, f, a) = (megabytes / Figures.Median(stream), megabytes / Figures.Median(file), megabytes / Figures.Median(archive));
        output.WriteLine($"{encoded[0].Length / 1000} KB: stream {s:F0} MB/s, file {f:F0} MB/s, archive {a:F0} MB/s");
        return (s, f);

        StreamLabelLog Stream() => new(server.Address, "benchmark", folder.FullName, TimeProvider.System, NullLogger<StreamLabelLog>.Instance);

        FileLabelLog File() => new(Path.Combine(folder.FullName, "log"), TimeProvider.System);

        async Task AppendAsync(ILabelLog log)
        {
            for (var chunk = 0; chunk < chunks - 1; chunk++)
            {
                await log.AppendAsync(set, 0, chunk, encoded[chunk], Ct);
            }
        }

        async Task<double> ReadAsync(ILabelLog log, LabelArchive archived)
        {
            var start = Stopwatch.GetTimestamp();
            await using var source = new LabelSource(set, log, archived);
            for (var chunk = 0; chunk < chunks - 1; chunk++)
            {
                await source.GetAsync(0, chunk, Ct);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
