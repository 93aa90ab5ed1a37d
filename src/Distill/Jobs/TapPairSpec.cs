namespace Distill.Jobs;

/// <summary>A layer of the student that learns the activation order of a layer of the teacher.</summary>
public sealed record TapPairSpec
{
    /// <summary>Node of the teacher; <see langword="null"/> (in a job file: <c>last</c>) is the input of its final pooling.</summary>
    public string? Teacher { get; init; }

    /// <summary>Node of the student; <see langword="null"/> (in a job file: <c>last</c>) is the input of its final pooling.</summary>
    public string? Student { get; init; }

    /// <summary>How many channels of the order are learned, the most active first. Default: 32.</summary>
    public int Prefix { get; init; } = TapSpec.DefaultPrefix;

    /// <summary>Share of this pair in the term. Default: 1.</summary>
    public double Weight { get; init; } = 1;
}
