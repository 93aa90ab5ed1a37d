using System.Diagnostics;
using Distill.Acceptance.Servers;
using Distill.Benchmarks.Table;
using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Distill.Pipeline.LabelStreams;
using Distill.Pipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>
/// How fast a student trains whose labels are all in a stream already, from its first step on, against one whose labels are in a local
/// file, in turn: <c>dotnet run --project tests/Distill.Benchmarks -c Release -- -explicit only -class Distill.Benchmarks.LabelLogs.TrainingFromStreamBenchmark</c>.
/// </summary>
public sealed class TrainingFromStreamBenchmark(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData("cnn_32_64_128", 30)]
    [InlineData("cnn_64_128_256", 12)]
    public async Task A_student_is_not_kept_waiting_by_the_stream(string network, int epochs)
    {
        var share = await CompareAsync(network, epochs, rounds: 7);

        Assert.True(share >= 0.97, $"{share:P1}");
    }

    [Fact]
    public Task The_comparison_runs() => CompareAsync("cnn_4", epochs: 1, rounds: 1);

    private async Task<double> CompareAsync(string network, int epochs, int rounds)
    {
        await using var server = await RabbitMqServer.StartAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-");
        var dataset = Datasets.Open(new DatasetSpec { Kind = "digits" }, ".");
        var set = LabelSets.Fresh(classes: 10) with { Samples = dataset.Train.Count, ChunkSize = 128 };
        await using (var appending = Stream())
        {
            await AppendAsync(appending);
        }

        await AppendAsync(File());
        List<double> stream = [], file = [];
        for (var round = -1; round < rounds; round++)
        {
            if (round % 2 == 0)
            {
                file.Add(await TrainAsync(File()));
            }
            await using (var log = Stream())
            {
                stream.Add(await TrainAsync(log));
            }
            if (round % 2 != 0)
            {
                file.Add(await TrainAsync(File()));
            }
        }

        folder.Delete(recursive: true);
        var samples = (double)epochs * dataset.Train.Count;
        // The first round warms both up.
        var (onStreams, onFiles) = (stream.Skip(rounds > 1 ? 1 : 0).ToList(), file.Skip(rounds > 1 ? 1 : 0).ToList());
        var (fromStream, fromFile) = (samples / Figures.Median(onStreams), samples / Figures.Median(onFiles));
        // Each round's pair ran within a minute of each other, so the machine's moods cancel in its ratio.
        var shares = onFiles.Zip(onStreams, (onFile, onStream) => onFile / onStream).Order().ToList();
        output.WriteLine(
            $"{network}: from the stream {fromStream:F0} img/s, from a file {fromFile:F0} img/s; in each round {string.Join(", ", shares.Select(share => $"{share:P0}"))}, median {Figures.Median(shares):P1}");
        return Figures.Median(shares);

        StreamLabelLog Stream() => new(server.Address, "benchmark", folder.FullName, TimeProvider.System, NullLogger<StreamLabelLog>.Instance);

        FileLabelLog File() => new(Path.Combine(folder.FullName, "log"), TimeProvider.System);

        async Task AppendAsync(ILabelLog log)
        {
            for (var view = 0; view < epochs; view++)
            {
                for (var chunk = 0; chunk < set.ChunksPerView; chunk++)
                {
                    await log.AppendAsync(set, view, chunk, LabelSets.Chunk(set, view, chunk), Ct);
                }
            }
        }

        // An archive of its own each time, so that every run fills it as the first student of a set does.
        async Task<double> TrainAsync(ILabelLog log)
        {
            await using var source = new LabelSource(set, log, new LabelArchive(new FolderStore(Path.Combine(folder.FullName, Path.GetRandomFileName()))));
            return await Task.Factory.StartNew(() => Train(Plan(dataset, network, epochs) with { Labels = source }), Ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private static double Train(TrainingPlan plan)
    {
        var start = Stopwatch.GetTimestamp();
        using var training = new Training(plan);
        training.Run(() => false, null, Ct);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static TrainingPlan Plan(Dataset dataset, string network, int epochs)
    {
        IReadOnlyList<LossSpec> loss = [new LossSpec { Kind = LossSpec.SoftLabels }];
        return new()
        {
            Network = Zoo.Create(network, dataset.Classes.Count, dataset.Train.Shape),
            Dataset = dataset,
            Normalization = dataset.Normalization,
            Augmentation = Augmentations.Parse([new AugmentSpec { Kind = "translate" }], dataset.Train.Shape),
            Views = epochs,
            ViewSeed = 1,
            Seed = 1,
            Loss = loss,
            Pairs = [[]],
            Training = new TrainingSpec { Epochs = epochs, BatchSize = 64, EvaluateEvery = epochs },
            Precision = Precision.Float32,
            Threads = 1,
        };
    }
}
