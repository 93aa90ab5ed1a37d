using Distill.Jobs;

namespace Distill.Losses;

/// <summary>Turns the loss of a job file into terms. A new loss is one file and one line here.</summary>
public static class LossTerms
{
    /// <summary>Creates the terms in the order of the job file.</summary>
    /// <param name="specs">The loss as the job file states it.</param>
    /// <param name="pairs">The layers that each term pairs, in the order of <paramref name="specs"/>; empty for a term that pairs none.</param>
    /// <param name="surroundings">What terms are made from beside their own settings.</param>
    public static IReadOnlyList<LossTerm> Create(
        IReadOnlyList<LossSpec> specs, IReadOnlyList<IReadOnlyList<TapPair>> pairs, LossSurroundings surroundings) =>
        [.. specs.Zip(pairs, (spec, layers) => Create(spec, layers, surroundings))];

    private static LossTerm Create(LossSpec spec, IReadOnlyList<TapPair> pairs, LossSurroundings around) => spec.Kind switch
    {
        LossSpec.HardLabels => new HardLabels(spec.Weight, around.LabelSmoothing, spec.WarmupEpochs),
        LossSpec.SoftLabels => new SoftLabels(spec.Weight, spec.Temperature, spec.WarmupEpochs, spec.Standardize),
        LossSpec.ActivationOrder => new ActivationOrder(spec.Weight, pairs, around.Seed, spec.WarmupEpochs, spec.OnWeight),
        LossSpec.Dkd => new Dkd(spec.Weight, spec.Temperature, spec.Target, spec.Others, spec.Standardize, spec.WarmupEpochs),
        LossSpec.Dist => new Dist(spec.Weight, spec.Temperature, spec.Inter, spec.Intra, spec.WarmupEpochs),
        LossSpec.Mlkd => new Mlkd(spec.Weight, spec.Temperatures, spec.WarmupEpochs),
        LossSpec.Pld => new Pld(spec.Weight, spec.Temperature, spec.WarmupEpochs),
        LossSpec.Rkd => new Rkd(spec.Weight, pairs[0], spec.Distance, spec.Angle, spec.WarmupEpochs),
        LossSpec.Sp => new Sp(spec.Weight, pairs[0], spec.WarmupEpochs),
        LossSpec.Pkt => new Pkt(spec.Weight, pairs[0], spec.WarmupEpochs),
        LossSpec.Srrl => new Srrl(spec.Weight, pairs[0], around.Seed, around.NeededHead, spec.WarmupEpochs),
        LossSpec.Crd => new Crd(spec.Weight, pairs[0], around.Seed, around.Samples, spec.Dimensions, spec.Temperature, spec.WarmupEpochs),
        _ => throw new ArgumentException($"There is no loss \"{spec.Kind}\"; use one of {string.Join(", ", LossSpec.Kinds)}."),
    };
}
