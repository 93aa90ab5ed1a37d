using Distill.Labels;

namespace Distill.Teaching;

/// <summary>Turns a teacher's raw answers into the labels of a chunk.</summary>
public static class TaughtChunk
{
    /// <summary>Encodes logits and computes the activation orders.</summary>
    /// <param name="set">The label set.</param>
    /// <param name="view">Augmented version of the dataset.</param>
    /// <param name="index">Piece of the view.</param>
    /// <param name="logits_NK">Raw logits.</param>
    /// <param name="pooled_ND">Pooled activations, per tap of the set.</param>
    /// <param name="calibration">Resting levels of the tapped channels.</param>
    /// <exception cref="LabelException">An answer is not a finite number, or too large for the encoding.</exception>
    public static LabelChunk Create(
        LabelSet set, int view, int index, float[] logits_NK, IReadOnlyList<float[]> pooled_ND, CalibrationStatistics calibration)
    {
        return new LabelChunk
        {
            View = view,
            Index = index,
            Count = set.CountOf(index),
            Logits_NK = set.Classes == 0 || set.TopK is not null ? [] : HalfLogits.Of(logits_NK, set.Classes),
            Top = set.TopK is null ? null : TopLogits.Of(logits_NK, set),
            Orders = [.. set.Taps.Index().Select(tap => Order(tap.Item, pooled_ND[tap.Index], calibration, tap.Index))],
            CalibrationDigest = set.Taps.Count == 0 ? "" : calibration.Digest,
        };
    }

    private static OrderColumn Order(TapColumn tap, float[] pooled_ND, CalibrationStatistics calibration, int index)
    {
        var z_NC = (float[])pooled_ND.Clone();
        calibration.Standardize(index, z_NC);
        var order = OrderSignature.Of(z_NC, tap);
        return tap.Pooled ? order with { Pooled_NC = HalfPooled.Of(pooled_ND, tap) } : order;
    }
}
