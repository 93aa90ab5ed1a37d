using System.Diagnostics;
using Distill.Acceptance.Servers;
using Distill.Jobs;
using Distill.Pipeline;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Xunit;

namespace Distill.Benchmarks.Coordination;

/// <summary>
/// How labelling grows with the number of teachers when their forward passes cost this machine nothing: processes, codec, payloads,
/// confirms, windows and archive are real. Needs Debian's rabbitmq-server:
/// <c>dotnet run --project tests/Distill.Benchmarks -c Release -- -explicit only -class Distill.Benchmarks.Coordination.CoordinationBenchmark</c>.
/// </summary>
public sealed class CoordinationBenchmark(ITestOutputHelper output)
{
    private const int ChunkSize = 128;
    private const int BatchSize = 64;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Chunks_per_second_grow_with_the_teachers()
    {
        var rates = await RatesAsync([1, 2, 4, 8, 16], millisecondsPerBatch: 500, seconds: 20);

        Assert.True(rates[^1] / rates[0] >= 0.9 * 16, $"{rates[^1] / rates[0]:F1} times");
    }

    /// <summary>Teachers so fast that the broker, the codec and the student, which all share this machine, become the limit: the curve's bend.</summary>
    [Fact(Explicit = true)]
    public async Task A_student_keeps_up_until_the_machine_is_full()
    {
        var rates = await RatesAsync([1, 2, 4, 8, 16], millisecondsPerBatch: 100, seconds: 20);

        Assert.True(rates[^1] >= rates[^2], "More teachers made it slower.");
    }

    [Fact]
    public async Task The_measurement_runs() => Assert.All(await RatesAsync([1], millisecondsPerBatch: 5, seconds: 1), rate => Assert.True(rate > 0));

    private async Task<List<double>> RatesAsync(int[] teachers, double millisecondsPerBatch, double seconds)
    {
        await using var server = await RabbitMqServer.StartAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("distill-coordination-");
        var rates = new List<double>();
        var processes = new List<TeacherProcess>();
        try
        {
            foreach (var count in teachers)
            {
                var added = Enumerable.Range(processes.Count, count - processes.Count)
                    .Select(_ => new TeacherProcess(server.Uri, folder.FullName, Path.Combine(folder.FullName, ".cache"), millisecondsPerBatch))
                    .ToList();
                processes.AddRange(added);
                await Task.WhenAll(added.Select(process => process.ReadyAsync(Ct)));
                rates.Add(await RateAsync(server, folder.FullName, count, millisecondsPerBatch, seconds));
                output.WriteLine($"{count,2} teachers: {rates[^1],7:F2} chunks/s, {rates[^1] / rates[0] / count * teachers[0]:P0} of linear");
            }
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
            folder.Delete(recursive: true);
        }
        return rates;
    }

    private static async Task<double> RateAsync(RabbitMqServer server, string store, int teachers, double millisecondsPerBatch, double seconds)
    {
        var chunksPerView = (1437 + ChunkSize - 1) / ChunkSize;
        var ideal = teachers * 1000 / (millisecondsPerBatch * ChunkSize / BatchSize);
        var views = Math.Max(2, (int)Math.Ceiling(ideal * seconds / chunksPerView));
        var yaml = $$"""
            version: 1
            name: coordination-{{teachers}}
            dataset: { kind: digits }
            teacher: { network: cnn_8_12, minimum_accuracy: 0, training: { epochs: 1, threads: 1, precision: float32 } }
            labels: { views: {{views}}, seed: {{teachers}}, chunk: {{ChunkSize}}, batch: {{BatchSize}} }
            student: { network: cnn_4 }
            loss: [{ kind: soft_labels, weight: 1 }]
            training: { epochs: {{views}}, threads: 1, precision: float32 }
            """;
        var settings = new HostSettings { Broker = server.Address, Store = StoreAddress.Parse(store), Cache = Path.Combine(store, ".cache") };
        await using var student = await DistillHost.StartAsync(settings with { Roles = WorkerRoles.Student }, TimeProvider.System, Ct);
        await using var follower = await DistillHost.StartAsync(settings with { Roles = WorkerRoles.None }, TimeProvider.System, Ct);
        var job = await follower.SubmitAsync(JobReader.Read(yaml, "coordination.yaml", []).Job!, yaml, new SubmitOptions { LabelsOnly = true }, Ct);
        (double Done, double Seconds) first = default, last = default;
        var clock = Stopwatch.StartNew();
        await foreach (var progress in follower.FollowAsync(job, Ct))
        {
            Assert.Null(progress.Failure);
            if (progress.Stages.FirstOrDefault(stage => stage.Name == "teach") is { Done: > 0 } teach && teach.Done > last.Done)
            {
                // From when every teacher has had its first chunk.
                first = first == default && teach.Done >= teachers ? (teach.Done, clock.Elapsed.TotalSeconds) : first;
                last = (teach.Done, clock.Elapsed.TotalSeconds);
            }
        }
        return (last.Done - first.Done) / (last.Seconds - first.Seconds);
    }
}
