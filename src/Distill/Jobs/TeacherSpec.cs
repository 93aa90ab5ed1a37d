namespace Distill.Jobs;

/// <summary>The network that labels the dataset: given with its weights, or trained first on the true labels.</summary>
public sealed record TeacherSpec
{
    /// <summary>Name in the zoo; <see langword="null"/> where the weights say it (the pretrained catalogue knows them).</summary>
    public string? Network { get; init; }

    /// <summary>Factor on the network's channel counts. Default: 1.</summary>
    public double Width { get; init; } = 1;

    /// <summary>
    /// A safetensors file, relative to the job file, or a name of the pretrained catalogue; <see langword="null"/> when
    /// the teacher is trained first.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>How the teacher is trained before it labels; <see langword="null"/> when it has weights.</summary>
    public TrainingSpec? Training { get; init; }

    /// <summary>Seed of a teacher that is trained first. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Smallest accuracy on the test images, 0 to 1, with which the teacher may label; <see langword="null"/> takes what
    /// its catalogue entry claims, less a small tolerance, or else asks only for better than chance.
    /// </summary>
    public double? MinimumAccuracy { get; init; }
}
