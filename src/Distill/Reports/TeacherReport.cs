namespace Distill.Reports;

/// <summary>The network that made the labels.</summary>
public sealed record TeacherReport
{
    /// <summary>The network's name in the zoo, or that of its file.</summary>
    public required string Network { get; init; }

    /// <summary>Top-1 accuracy on the held-out images, from 0 to 1; null where these carry no labels.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>The number of trainable parameters; 0 where another engine runs the teacher, so that nobody can count them.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-accumulate operations for one image; 0 where nobody can count them.</summary>
    public required long Macs { get; init; }

    /// <summary>The size of the weights file, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the weights, in hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The full evaluation on the held-out images; null where these carry no labels.</summary>
    public Evaluation? Evaluation { get; init; }

    /// <summary>Whether its parameters and arithmetic are known.</summary>
    internal bool IsCounted => Parameters > 0;
}
