using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Losses;
using Distill.Networks;

namespace Distill.Learning;

/// <summary>
/// Everything that decides one trained network: the same plan and the same labels give the same bytes on the same numerics class.
/// </summary>
public sealed record TrainingPlan
{
    /// <summary>The network that learns.</summary>
    public required Network Network { get; init; }

    /// <summary>The tensors that do not begin at random; null where all do.</summary>
    public Weights? Beginning { get; init; }

    /// <summary>The images; the test split is only ever evaluated on.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>Normalisation of the pixels, the same for teacher and student.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>Augmentation of the views.</summary>
    public required Augmentation Augmentation { get; init; }

    /// <summary>K, the number of views; epoch e trains on view e mod K.</summary>
    public required int Views { get; init; }

    /// <summary>Seed of the views and of the order of the first pass over each.</summary>
    public required ulong ViewSeed { get; init; }

    /// <summary>Seed of the initial weights, the connectors and the later passes' order.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The terms of the loss.</summary>
    public required IReadOnlyList<LossSpec> Loss { get; init; }

    /// <summary>The layers that each term pairs, in the order of <see cref="Loss"/>; empty for a term that pairs none.</summary>
    public required IReadOnlyList<IReadOnlyList<TapPair>> Pairs { get; init; }

    /// <summary>Epochs, batch size, optimizer and schedule.</summary>
    public required TrainingSpec Training { get; init; }

    /// <summary>Arithmetic of the forward and backward pass, decided once per job.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Threads of a step, decided once per job because they decide the last bits.</summary>
    public required int Threads { get; init; }

    /// <summary>The teacher's labels; null trains on the dataset's own labels alone.</summary>
    public LabelSource? Labels { get; init; }

    /// <summary>The teacher's answers on the test split, to report agreement; null without a teacher.</summary>
    public TeacherReference? Reference { get; init; }

    /// <summary>Whether the network's classifier takes no part in training and is fitted to the frozen rest at the end.</summary>
    public bool Probe { get; init; }

    /// <summary>The teacher's classifier, for the terms that use it; null where it has none of the usual kind.</summary>
    public TeacherHead? TeacherHead { get; init; }

    /// <summary>The terms that learn activation orders, with the layers that they pair.</summary>
    internal IEnumerable<(LossSpec Loss, IReadOnlyList<TapPair> Pairs)> Orders => Loss.Zip(Pairs).Where(term => term.First.Kind == LossSpec.ActivationOrder);

    /// <summary>Which samples each step sees.</summary>
    public TrainingOrder Order => new(Dataset.Train.Count, Training.BatchSize, Views, ViewSeed, Seed, Labels is null ? LabelledAlone() : null);

    // Without a teacher an image without a label teaches nothing. Null where all have one.
    private int[]? LabelledAlone()
    {
        var labels = Dataset.Train.Labels;
        return labels.Contains(ImageSet.Unlabelled) ? [.. labels.Index().Where(label => label.Item != ImageSet.Unlabelled).Select(label => label.Index)] : null;
    }

    /// <summary>Optimizer steps in the whole run.</summary>
    public long Steps => (long)Training.Epochs * TrainingOrder.StepsIn(Dataset.Train.Count, Training.BatchSize);
}
