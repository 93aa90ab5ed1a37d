using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Losses;
using Distill.Networks;
using Distill.Pipeline.Storage;
using Distill.Teaching;
using Distill.Tests.Support;

namespace Distill.Tests.Learning;

/// <summary>
/// A whole distillation that takes milliseconds: 96 real digits, a teacher with initial weights, two views in chunks of 32, a student
/// of one convolution, all three losses.
/// </summary>
internal sealed class TinyRun : IDisposable
{
    public const int Views = 2;
    private readonly TemporaryFolder _folder = new();
    private readonly ViewRenderer _views;
    private readonly Network _teacher;
    private readonly Weights _weights;

    public TinyRun(Precision precision = Precision.Float32)
    {
        var dataset = Datasets.Open(new DatasetSpec { Kind = "digits", TrainLimit = 96 }, ".");
        var augmentation = Augmentations.Parse([new AugmentSpec { Kind = "translate" }], dataset.Train.Shape);
        _views = new ViewRenderer(dataset.Train, dataset.Normalization, augmentation, seed: 5);
        _teacher = Zoo.Create("cnn_8_12", 10, dataset.Train.Shape);
        _weights = Initialization.Create(_teacher, seed: 3);
        var student = Zoo.Create("cnn_4", 10, dataset.Train.Shape);
        Set = new LabelSet
        {
            TeacherNetwork = _teacher.Digest,
            TeacherWeights = _weights.Digest,
            Dataset = dataset.Train.Digest,
            Preprocessing = "tiny",
            Augmentation = augmentation.Canonical,
            Seed = 5,
            Samples = dataset.Train.Count,
            Classes = 10,
            ChunkSize = 32,
            BatchSize = 16,
            Precision = "float32",
            Taps = [new TapColumn(_teacher.Taps[^1], 12, 6)],
            NumericsClass = "any",
        };
        var pair = new TapPair(_teacher.Taps[^1], 12, student.Taps[^1], 4, Prefix: 6, Weight: 1);
        Plan = new TrainingPlan
        {
            Network = student,
            Dataset = dataset,
            Normalization = dataset.Normalization,
            Augmentation = augmentation,
            Views = Views,
            ViewSeed = 5,
            Seed = 11,
            Loss =
            [
                new LossSpec { Kind = LossSpec.HardLabels, Weight = 0.1 },
                new LossSpec { Kind = LossSpec.SoftLabels, Weight = 0.9 },
                new LossSpec { Kind = LossSpec.ActivationOrder, Weight = 0.5 },
            ],
            Pairs = [[], [], [pair]],
            Training = new TrainingSpec
            {
                Epochs = 3,
                BatchSize = 20,
                Optimizer = new OptimizerSpec { LearningRate = 0.05, Momentum = 0.9, Nesterov = true, WeightDecay = 1e-4 },
                EvaluateEvery = 3,
            },
            Precision = precision,
            Threads = 1,
        };
    }

    public LabelSet Set { get; }

    /// <summary>The plan without labels.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>Labels of both views, as the teacher gives them; <paramref name="change"/> may tamper with a chunk before it is appended.</summary>
    public async Task<MemoryLabelLog> TeachAsync(Func<LabelChunk, LabelChunk>? change = null)
    {
        var log = new MemoryLabelLog();
        using var teacher = new Teacher(Set, _teacher, _weights, _views);
        var (_, pooled_ND) = teacher.Answers(ViewRenderer.Plain, [.. Enumerable.Range(0, Set.Samples)], CancellationToken.None);
        var calibration = Calibration.Of(Set, pooled_ND);
        for (var view = 0; view < Views; view++)
        {
            for (var index = 0; index < Set.ChunksPerView; index++)
            {
                var chunk = teacher.Teach(view, index, calibration, CancellationToken.None);
                var bytes = LabelChunkCodec.Encode(Set, change is null ? chunk : change(chunk));
                await log.AppendAsync(Set, view, index, bytes, CancellationToken.None);
            }
        }
        return log;
    }

    /// <summary>A student's reader of the labels; every one has an archive of its own.</summary>
    public LabelSource Source(ILabelLog log, Checkpoint? checkpoint = null) => new(
        Set, log, new LabelArchive(new FolderStore(_folder.File(Path.GetRandomFileName()))),
        checkpoint is null ? null : new ConsumedLabels(checkpoint.ConsumedLabels));

    /// <summary>Trains to the end in one go and gives the bytes of the last checkpoint.</summary>
    public async Task<byte[]> TrainAsync(ILabelLog log, Action<StepReport>? onStep = null)
    {
        await using var source = Source(log);
        using var training = new Training(Plan with { Labels = source });
        training.Run(() => false, onStep, CancellationToken.None);
        return training.Capture().Encode();
    }

    public void Dispose() => _folder.Dispose();
}
