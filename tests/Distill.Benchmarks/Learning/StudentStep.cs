using System.Diagnostics;
using Distill.Benchmarks.LabelLogs;
using Distill.Benchmarks.Table;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Distill.Pipeline.Storage;

namespace Distill.Benchmarks.Learning;

/// <summary>A student in training, as a trainer runs it: views rendered ahead, labels from a log, two losses, SGD.</summary>
internal sealed class StudentStep : IAsyncDisposable
{
    private const int StepsPerEpoch = 20;
    private const int Epochs = 400;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distill-benchmark-");
    private readonly LabelSource _labels;
    private readonly Training _training;
    private double _spent;
    private double _waited;

    public StudentStep(string network, int batch, int threads, Precision precision)
    {
        var dataset = RandomImages.Dataset(batch * StepsPerEpoch);
        var set = LabelSets.Fresh(classes: 10) with { Samples = dataset.Train.Count };
        var log = new FileLabelLog(Path.Combine(_folder.FullName, "log"), TimeProvider.System);
        for (var chunk = 0; chunk < set.ChunksPerView; chunk++)
        {
            log.AppendAsync(set, 0, chunk, LabelSets.Chunk(set, 0, chunk), CancellationToken.None).GetAwaiter().GetResult();
        }
        _labels = new LabelSource(set, log, new LabelArchive(new FolderStore(Path.Combine(_folder.FullName, "store"))));
        _training = new Training(new TrainingPlan
        {
            Network = Zoo.Create(network, 10, dataset.Train.Shape),
            Dataset = dataset,
            Normalization = dataset.Normalization,
            Augmentation = RandomImages.CropAndFlip,
            Views = 1,
            ViewSeed = 1,
            Seed = 1,
            Loss = [new LossSpec { Kind = LossSpec.HardLabels, Weight = 0.1 }, new LossSpec { Kind = LossSpec.SoftLabels, Weight = 0.9, Temperature = 4 }],
            Pairs = [[], []],
            Training = new TrainingSpec { Epochs = Epochs, BatchSize = batch, EvaluateEvery = Epochs },
            Precision = precision,
            Threads = threads,
            Labels = _labels,
        });
    }

    /// <summary>Share, 0 to 1, of its steps' time so far that they waited for images and labels.</summary>
    public double WaitingShare => _waited / _spent;

    /// <summary>Milliseconds of each step, the wait for its images and labels included.</summary>
    public double[] Take(int steps)
    {
        var times = new List<double>(steps);
        var last = 0L;
        _training.Run(
            () => times.Count >= steps,
            step =>
            {
                var now = Stopwatch.GetTimestamp();
                if (last != 0)
                {
                    times.Add(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds);
                    _spent += times[^1];
                    _waited += step.Waited.TotalMilliseconds;
                }
                last = now; // The first step of a turn also starts the loader.
            },
            CancellationToken.None);
        return [.. times];
    }

    public async ValueTask DisposeAsync()
    {
        _training.Dispose();
        await _labels.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
