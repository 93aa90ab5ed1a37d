using Distill.Jobs;

namespace Distill.Losses;

/// <summary>Turns the loss of a job file into terms. A new loss is one file and one line here.</summary>
public static class LossTerms
{
    /// <summary>Creates the terms in the order of the job file.</summary>
    /// <param name="specs">The loss as the job file states it.</param>
    /// <param name="pairs">The layers that each term pairs, in the order of <paramref name="specs"/>; empty for a term that pairs none.</param>
    /// <param name="labelSmoothing">Smoothing of the hard labels.</param>
    /// <param name="seed">The student's seed.</param>
    public static IReadOnlyList<LossTerm> Create(
        IReadOnlyList<LossSpec> specs, IReadOnlyList<IReadOnlyList<TapPair>> pairs, double labelSmoothing, ulong seed) =>
        [.. specs.Zip(pairs, (spec, layers) => Create(spec, layers, labelSmoothing, seed))];

    private static LossTerm Create(LossSpec spec, IReadOnlyList<TapPair> pairs, double labelSmoothing, ulong seed) => spec.Kind switch
    {
        LossSpec.HardLabels => new HardLabels(spec.Weight, labelSmoothing, spec.WarmupEpochs),
        LossSpec.SoftLabels => new SoftLabels(spec.Weight, spec.Temperature, spec.WarmupEpochs),
        LossSpec.ActivationOrder => new ActivationOrder(spec.Weight, pairs, seed, spec.WarmupEpochs),
        _ => throw new ArgumentException($"There is no loss \"{spec.Kind}\"; use hard_labels, soft_labels or activation_order."),
    };
}
