namespace Distill.Reports;

/// <summary>The pair of models of one seed: same network, same initial weights, same budget, with and without the teacher.</summary>
public sealed record SeedReport
{
    /// <summary>The seed of initialisation and of the order of samples.</summary>
    public required int Seed { get; init; }

    /// <summary>The student that learned from the labels of the teacher (in plain training: from the dataset's own).</summary>
    public required ModelReport Student { get; init; }

    /// <summary>The same student without a teacher; null when the job asked for none.</summary>
    public ModelReport? Baseline { get; init; }

    /// <summary>What the student asks of a small device, in each of its forms; null in reports of earlier versions.</summary>
    public LowPowerReport? LowPower { get; init; }
}
