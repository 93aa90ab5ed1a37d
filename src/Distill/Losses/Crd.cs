using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Contrastive representation distillation: a critic <c>h = e^(s·t/τ) / (e^(s·t/τ) + n/M)</c> over linear embeddings s and t of length 1
/// has to tell a sample's own pair of features from those of n samples of other classes: <c>−mean [ ln h_own + Σ ln (1 − h_other) ]</c>
/// (Tian et al. 2020, equations 17 to 19).
/// </summary>
/// <remarks>
/// The others are those of the batch, whose labels are at hand, and not 16,384 of a memory bank of all samples: a bank would have to
/// travel with every checkpoint. M is the number of training samples.
/// </remarks>
public sealed class Crd : LossTerm
{
    private readonly TapPair _pair;
    private readonly double _temperature;
    private readonly int _samples;
    private readonly Connector _student;
    private readonly Connector _teacher;

    /// <summary>Creates the term.</summary>
    /// <param name="weight">Factor in the loss; 0.8 in the paper.</param>
    /// <param name="pair">The layers whose pooled features are compared.</param>
    /// <param name="seed">The student's seed, from which the embeddings' initial values follow.</param>
    /// <param name="samples">M, the number of training samples.</param>
    /// <param name="dimensions">Length of the embeddings.</param>
    /// <param name="temperature">τ, above 0.</param>
    /// <param name="warmupEpochs">Epochs of linear warm-up.</param>
    public Crd(double weight, TapPair pair, ulong seed, int samples, int dimensions = 128, double temperature = 0.07, double warmupEpochs = 0)
        : base("crd", weight, warmupEpochs)
    {
        (_pair, _temperature, _samples) = (pair, temperature, samples);
        _student = new Connector(pair with { TeacherChannels = dimensions }, index: 0, seed, name: "crd");
        _teacher = new Connector(pair with { TeacherChannels = dimensions, StudentChannels = pair.TeacherChannels }, index: 1, seed, name: "crd");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor Value)> Parameters => [.. _student.Parameters, .. _teacher.Parameters];

    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var student_NE = UnitRows.Of(_student.Scores(input.Pooled_ND[_pair.StudentNode]));
        var teacher_NE = UnitRows.Of(_teacher.Scores(input.Targets.Pooled(_pair)));
        var classes_N1 = input.Targets.Classes_N.unsqueeze(1);
        var others_NN = classes_N1.ne(classes_N1.t()).to(ScalarType.Float32);
        var odds_NN = student_NE.mm(teacher_NE.t()) / _temperature - (others_NN.sum(1, keepdim: true).clamp_min(1) / _samples).log();

        // ln h = −ln(1 + e^−odds) and ln(1 − h) = −ln(1 + e^odds), without an exponential that could overflow.
        var samples = odds_NN.shape[0];
        var index_N1 = arange(samples, dtype: ScalarType.Int64).unsqueeze(1);
        var own_N = odds_NN.gather(1, index_N1).squeeze(1);
        return (SoftPlus(-own_N) + (SoftPlus(odds_NN) * others_NN).sum(1)).mean();
    }

    private static Tensor SoftPlus(Tensor values) => values.logaddexp(zeros_like(values));
}
