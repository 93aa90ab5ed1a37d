using Distill.Labels;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class PrecisionLossTests
{
    private static readonly LabelSet s_set = SomeLabels.Set with { Classes = 2, Samples = 2, ChunkSize = 2, Taps = [new("layer", 4, 2)] };

    [Fact]
    public void Labels_that_are_the_same_lose_nothing()
    {
        float[] logits_NK = [1, 0, 0, 1];
        var labels = Labels(logits_NK, [4, 3, 2, 1, 1, 2, 3, 4]);

        Assert.Equal(new PrecisionLoss(0, 1, 1), PrecisionLoss.Measure(s_set, logits_NK, labels, logits_NK, labels));
    }

    [Fact]
    public void Divergence_agreement_and_overlap_are_means_over_the_images()
    {
        // The first image keeps class and channels; the second one turns to the other class, and one of its two channels is another.
        float[] exact_NK = [1, 0, 0, 1], coarse_NK = [1, 0, 1, 0];
        var loss = PrecisionLoss.Measure(
            s_set, exact_NK, Labels(exact_NK, [4, 3, -1, -1, 4, 3, -1, -1]), coarse_NK, Labels(coarse_NK, [3, 4, -1, -1, 4, -1, 3, -1]));

        var p = 1 / (1 + Math.Exp(-1));
        Assert.Equal(((2 * p) - 1) / 2, loss.Divergence, 6); // KL((p, 1 - p), (1 - p, p)) = (2p - 1) ln(p / (1 - p)), and ln is 1 here.
        Assert.Equal((0.5, 0.75), (loss.Agreement, loss.Overlap));
    }

    [Fact]
    public void Orders_of_different_lengths_are_compared_by_the_longer_one_and_empty_ones_agree()
    {
        float[] logits_NK = [1, 0, 0, 1];
        var loss = PrecisionLoss.Measure(
            s_set, logits_NK, Labels(logits_NK, [4, 3, -1, -1, -1, -1, -1, -1]), logits_NK, Labels(logits_NK, [4, -1, -1, -1, -1, -1, -1, -1]));

        Assert.Equal(0.75, loss.Overlap);
    }

    private static LabelChunk Labels(float[] logits_NK, float[] z_NC) => new()
    {
        View = 0,
        Index = 0,
        Count = 2,
        Logits_NK = HalfLogits.Of(logits_NK, 2),
        Orders = [OrderSignature.Of(z_NC, s_set.Taps[0])],
        CalibrationDigest = SomeLabels.Calibration,
    };
}
