namespace Distill.Jobs;

/// <summary>One term of the loss, a weighted sum; each is charted on its own.</summary>
public sealed record LossSpec
{
    /// <summary>Cross entropy with the true labels.</summary>
    public const string HardLabels = "hard_labels";

    /// <summary>Divergence from the teacher's softened class probabilities (Hinton et al. 2015), times temperature squared.</summary>
    public const string SoftLabels = "soft_labels";

    /// <summary>Likelihood of the order in which the teacher's channels switch on.</summary>
    public const string ActivationOrder = "activation_order";

    /// <summary>Divergence split into the true class and the others (Zhao et al. 2022).</summary>
    public const string Dkd = "dkd";

    /// <summary>Correlation of predictions over the classes and over the batch (Huang et al. 2022).</summary>
    public const string Dist = "dist";

    /// <summary>Likeness of predictions between samples and between classes (Jin et al. 2023).</summary>
    public const string Mlkd = "mlkd";

    /// <summary>Likelihood of the order of the teacher's logits, the true class first (Bassam et al. 2025).</summary>
    public const string Pld = "pld";

    /// <summary>Distances and angles between the samples of a batch in feature space (Park et al. 2019).</summary>
    public const string Rkd = "rkd";

    /// <summary>Similarity of a batch's samples in feature space (Tung and Mori 2019).</summary>
    public const string Sp = "sp";

    /// <summary>Similarity of a batch's samples as probabilities (Passalis and Tefas 2018).</summary>
    public const string Pkt = "pkt";

    /// <summary>Pooled features, and what the teacher's classifier makes of them (Yang et al. 2021).</summary>
    public const string Srrl = "srrl";

    /// <summary>Contrast of a sample's own teacher features with those of others (Tian et al. 2020).</summary>
    public const string Crd = "crd";

    /// <summary>Every kind, as job files spell it.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        [HardLabels, SoftLabels, ActivationOrder, Dkd, Dist, Mlkd, Pld, Rkd, Sp, Pkt, Srrl, Crd];

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Factor of the term in the sum. Default: 1; 3000 for <c>sp</c>, 30,000 for <c>pkt</c> and 0.8 for <c>crd</c>, as in the literature.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How far distributions are softened; 1 leaves them as they are. Default: 4; 1 for <c>dist</c> and <c>pld</c>, 0.07 for <c>crd</c>.</summary>
    public double Temperature { get; init; } = 4;

    /// <summary>
    /// Whether logits are standardized sample by sample before they are softened (Sun et al. 2024), so that only their relations count;
    /// for <c>soft_labels</c> and <c>dkd</c>. Default: false. Their paper uses temperature 2 and weight 9.
    /// </summary>
    public bool Standardize { get; init; }

    /// <summary>Factor of <c>dkd</c>'s part about the true class, its paper's α. Default: 1.</summary>
    public double Target { get; init; } = 1;

    /// <summary>Factor of <c>dkd</c>'s part about the other classes, its paper's β. Default: 8.</summary>
    public double Others { get; init; } = 8;

    /// <summary>Factor of <c>dist</c>'s correlation over the classes of a sample. Default: 1.</summary>
    public double Inter { get; init; } = 1;

    /// <summary>Factor of <c>dist</c>'s correlation over the samples of a class. Default: 1.</summary>
    public double Intra { get; init; } = 1;

    /// <summary>Temperatures over which <c>mlkd</c> sums; empty for other kinds. Default: 2 to 6.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [];

    /// <summary>Factor of <c>rkd</c>'s distances. Default: 25.</summary>
    public double Distance { get; init; } = 25;

    /// <summary>Factor of <c>rkd</c>'s angles. Default: 50.</summary>
    public double Angle { get; init; } = 50;

    /// <summary>Length of the vectors that <c>crd</c> compares. Default: 128.</summary>
    public int Dimensions { get; init; } = 128;

    /// <summary>Layers that <c>activation_order</c> pairs; empty for other kinds. Default: the last of both networks.</summary>
    public IReadOnlyList<TapPairSpec> Taps { get; init; } = [];

    /// <summary>
    /// So many stage ends of the teacher, the last ones, each paired with the student's at the nearest relative depth, instead of
    /// <see cref="Taps"/>; prefix and share halve with every step back. <see langword="null"/> (default) leaves it to the taps.
    /// </summary>
    public int? Layers { get; init; }

    /// <summary>Weight, within <c>activation_order</c>, of a margin on which channels are above rest at all. Default: 0.</summary>
    public double OnWeight { get; init; }

    /// <summary>
    /// Takes the information out of <c>activation_order</c>, to prove that it is what helps: one of <see cref="OrderControls"/>.
    /// Default: <c>none</c>.
    /// </summary>
    public string Control { get; init; } = OrderControls.None;

    /// <summary>Epochs over which the weight rises from 0 to its full value. Default: 0, full from the first step.</summary>
    public double WarmupEpochs { get; init; }

    /// <summary>Whether the term learns from the teacher's logits.</summary>
    internal bool UsesLogits => Kind is SoftLabels || NeedsAllLogits;

    /// <summary>Whether the term cannot do with the largest logits alone.</summary>
    internal bool NeedsAllLogits => Kind is Dkd or Dist or Mlkd or Pld or Srrl || Standardize;

    /// <summary>Whether the term learns from the pooled activations of the teacher's last layer.</summary>
    internal bool UsesPooled => Kind is Rkd or Sp or Pkt or Srrl or Crd;

    /// <summary>Whether the term trains the student's classifier.</summary>
    internal bool TrainsHead => Kind != Srrl && (Kind == HardLabels || UsesLogits);

    /// <summary>A term with the defaults of its kind.</summary>
    public static LossSpec Of(string kind) => new()
    {
        Kind = kind,
        Weight = kind switch { Sp => 3000, Pkt => 30_000, Crd => 0.8, _ => 1 },
        Temperature = kind switch { Dist or Pld => 1, Crd => 0.07, _ => 4 },
        Temperatures = kind == Mlkd ? [2, 3, 4, 5, 6] : [],
        Taps = kind == ActivationOrder ? [new()] : [],
    };
}
