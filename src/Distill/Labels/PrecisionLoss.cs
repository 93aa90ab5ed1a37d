using Distill.Reports;

namespace Distill.Labels;

/// <summary>What labels lose by a coarser arithmetic of the teacher, over images that were labelled in it and in float32.</summary>
/// <param name="Divergence">Mean KL divergence, in nats, of the stored logits' distribution from that of the float32 ones; 0 without logits.</param>
/// <param name="Agreement">Share of images that both give the same class; 1 without logits.</param>
/// <param name="Overlap">
/// Mean over taps and images of |channels that both orders list| / |channels of the longer one|; two empty orders agree; 1 without taps.
/// </param>
public sealed record PrecisionLoss(double Divergence, double Agreement, double Overlap)
{
    /// <summary>Compares two labellings of the same images.</summary>
    /// <param name="set">The label set of the coarse ones.</param>
    /// <param name="exact_NK">Raw logits in float32.</param>
    /// <param name="exact">The labels made of them.</param>
    /// <param name="coarse_NK">Raw logits of the coarser arithmetic.</param>
    /// <param name="coarse">The labels made of them, as a student would decode them.</param>
    public static PrecisionLoss Measure(LabelSet set, float[] exact_NK, LabelChunk exact, float[] coarse_NK, LabelChunk coarse)
    {
        var overlaps = exact.Orders.Zip(coarse.Orders, OverlapOf).ToList();
        return new(
            set.Classes == 0 ? 0 : LabelFidelity.Divergence(set, exact_NK, coarse, set.Temperatures.FirstOrDefault(1)),
            set.Classes == 0 ? 1 : AgreementOf(set.Classes, exact_NK, coarse_NK),
            overlaps.Count == 0 ? 1 : overlaps.Average());
    }

    private static double AgreementOf(int classes, float[] first_NK, float[] second_NK)
    {
        var samples = first_NK.Length / classes;
        var same = Enumerable.Range(0, samples).Count(sample =>
            EvaluationMath.ArgMax(first_NK.AsSpan(sample * classes, classes)) == EvaluationMath.ArgMax(second_NK.AsSpan(sample * classes, classes)));
        return (double)same / Math.Max(samples, 1);
    }

    private static double OverlapOf(OrderColumn first, OrderColumn second)
    {
        var sum = 0.0;
        for (var sample = 0; sample < first.Lengths_N.Length; sample++)
        {
            ushort[] one = [.. first.Of(sample)], other = [.. second.Of(sample)];
            var common = one.Intersect(other).Count();
            var longer = Math.Max(one.Length, other.Length);
            sum += longer == 0 ? 1 : (double)common / longer;
        }

        return sum / Math.Max(first.Lengths_N.Length, 1);
    }
}
