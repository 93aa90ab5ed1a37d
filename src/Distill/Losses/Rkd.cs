using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Relational distillation <c>25 · huber(d_t/μ_t, d_s/μ_s) + 50 · huber(cos∠_t, cos∠_s)</c>: distances between all pairs of a batch's
/// samples, each network's on the scale of its own mean, and angles of all triples (Park et al. 2019, equations 5 to 9).
/// </summary>
/// <param name="weight">Factor in the loss.</param>
/// <param name="pair">The layers whose pooled features are compared.</param>
/// <param name="distance">Factor of the distances.</param>
/// <param name="angle">Factor of the angles; 0 spares their cost, which grows with the cube of the batch.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class Rkd(double weight, TapPair pair, double distance = 25, double angle = 50, double warmupEpochs = 0)
    : LossTerm("rkd", weight, warmupEpochs)
{
    private const double Epsilon = 1e-12;

    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var (teacher_NC, student_ND) = (input.Targets.Pooled(pair), input.Pooled_ND[pair.StudentNode]);
        var loss = Huber(Distances(student_ND), Distances(teacher_NC)) * distance;
        return angle == 0 ? loss : loss + Huber(Angles(student_ND), Angles(teacher_NC)) * angle;
    }

    // Distances of all pairs over their mean; a sample's distance to itself is 0 and does not enter the mean.
    private static Tensor Distances(Tensor features_ND)
    {
        var samples = features_ND.shape[0];
        var index_N1 = arange(samples, dtype: ScalarType.Int64).unsqueeze(1);
        var squares_N1 = features_ND.square().sum(1, keepdim: true);
        var squared_NN = squares_N1 + squares_N1.t() - features_ND.mm(features_ND.t()) * 2;
        var distances_NN = squared_NN.clamp_min(Epsilon).sqrt().masked_fill(index_N1.eq(index_N1.t()), 0);
        return distances_NN / (distances_NN.sum() / (double)(samples * (samples - 1)));
    }

    // Cosines of the angle at sample i between samples j and k.
    private static Tensor Angles(Tensor features_ND)
    {
        var difference_NND = features_ND.unsqueeze(0) - features_ND.unsqueeze(1);
        var direction_NND = difference_NND / (difference_NND.square().sum(2, keepdim: true) + Epsilon).sqrt();
        return direction_NND.matmul(direction_NND.transpose(1, 2));
    }

    // Mean of x²/2 where |x| < 1 and |x| − 1/2 elsewhere.
    private static Tensor Huber(Tensor student, Tensor teacher)
    {
        var gap = (student - teacher).abs();
        var inner = gap.clamp(max: 1);
        return (inner * (gap - inner * 0.5)).mean();
    }
}
