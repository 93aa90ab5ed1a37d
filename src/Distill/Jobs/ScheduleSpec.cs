namespace Distill.Jobs;

/// <summary>How the learning rate moves over a run.</summary>
public sealed record ScheduleSpec
{
    /// <summary><c>cosine</c> (default, falls to zero), <c>step</c> or <c>constant</c>.</summary>
    public string Kind { get; init; } = "cosine";

    /// <summary>Epochs over which the rate first rises linearly from zero. Default: 0.</summary>
    public double WarmupEpochs { get; init; }

    /// <summary>Epochs after which <c>step</c> multiplies the rate by <see cref="Factor"/>; rising, empty for other kinds.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <summary>What <c>step</c> multiplies the rate with at each milestone. Default: 0.1.</summary>
    public double Factor { get; init; } = 0.1;
}
