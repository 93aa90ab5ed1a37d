namespace Distill.Jobs;

/// <summary>The network that labels the dataset: given with its weights, or trained first on the true labels.</summary>
public sealed record TeacherSpec
{
    /// <summary>Name in the zoo; <see langword="null"/> where the weights say it (the pretrained catalogue knows them).</summary>
    public string? Network { get; init; }

    /// <summary>Factor on the network's channel counts. Default: 1.</summary>
    public double Width { get; init; } = 1;

    /// <summary>
    /// A safetensors, ONNX or TorchScript file, relative to the job file, or a name of the pretrained catalogue; <see langword="null"/> when
    /// the teacher is trained first.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>How the teacher is trained before it labels; <see langword="null"/> when it has weights.</summary>
    public TrainingSpec? Training { get; init; }

    /// <summary>
    /// Name of a finished job of the same store whose student teaches: a teacher assistant, or itself once more; <see langword="null"/>
    /// for a teacher of another origin.
    /// </summary>
    public string? Job { get; init; }

    /// <summary>
    /// Further finished jobs whose first students teach together with that of <see cref="Job"/>: an ensemble, whose logits are added up by
    /// <see cref="Shares"/>. Default: none.
    /// </summary>
    public IReadOnlyList<string> Together { get; init; } = [];

    /// <summary>How much each of an ensemble counts, the one of <see cref="Job"/> first; empty (default) lets all count alike.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>Members of an ensemble count by their shares alone.</summary>
    public const string ByShares = "shares";

    /// <summary>Members count by their shares times how sure each is of the very image.</summary>
    public const string BySureness = "sureness";

    /// <summary><see cref="ByShares"/> (default) or <see cref="BySureness"/>.</summary>
    public string Weighing { get; init; } = ByShares;

    /// <summary>Which of that job's students, by its run's name; <see langword="null"/> takes the first.</summary>
    public string? Student { get; init; }

    /// <summary>A teacher whose answers are class logits.</summary>
    public const string Classifier = "classifier";

    /// <summary>A teacher that knows other classes, or none: only the order in which its channels switch on, and its pooled activations, are recorded.</summary>
    public const string NoHead = "none";

    /// <summary><see cref="Classifier"/> (default) or <see cref="NoHead"/>.</summary>
    public string Head { get; init; } = Classifier;

    /// <summary>Seed of a teacher that is trained first. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Smallest accuracy on the test images, 0 to 1, with which the teacher may label; <see langword="null"/> takes what
    /// its catalogue entry claims, less a small tolerance, or else asks only for better than chance.
    /// </summary>
    public double? MinimumAccuracy { get; init; }
}
