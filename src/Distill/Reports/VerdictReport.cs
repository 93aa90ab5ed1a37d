namespace Distill.Reports;

/// <summary>Whether distillation was worth it, in a word, in a sentence and in figures. Made by <see cref="Verdict"/>.</summary>
public sealed record VerdictReport
{
    /// <summary>The finding.</summary>
    public required VerdictOutcome Outcome { get; init; }

    /// <summary>The finding as one plain sentence, for example <c>distillation helped: +2.31 points (3 seeds, ±0.21)</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The accuracy of student minus baseline of each seed, in percentage points, in seed order.</summary>
    public required IReadOnlyList<double> Gains { get; init; }

    /// <summary>The mean of <see cref="Gains"/>, in percentage points; null when there are none.</summary>
    public double? MeanGain { get; init; }

    /// <summary>The standard deviation of <see cref="Gains"/> (n - 1 in the denominator), in percentage points; null below two seeds.</summary>
    public double? Deviation { get; init; }

    /// <summary>The standard error of <see cref="MeanGain"/>, in percentage points: the figure behind ±; null below two seeds.</summary>
    public double? Spread { get; init; }

    /// <summary>Half the width of the 95 % confidence interval of <see cref="MeanGain"/>, in percentage points; null below two seeds.</summary>
    public double? Margin { get; init; }
}
