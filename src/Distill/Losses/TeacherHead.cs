using Distill.Networks;

namespace Distill.Losses;

/// <summary>The linear classifier of a teacher over the pooled channels of its last tap.</summary>
/// <param name="Weight">One row of weights per class.</param>
/// <param name="Bias">One number per class; null where there is none.</param>
public sealed record TeacherHead(HostTensor Weight, HostTensor? Bias)
{
    /// <summary>The classifier of a network whose last node is linear over the pooled channels of its last tap; null for others.</summary>
    public static TeacherHead? Of(Network network, Weights weights) => IsLinear(network)
        ? new TeacherHead(weights[$"{network.Output}.weight"], weights.TryGetValue($"{network.Output}.bias", out var bias) ? bias : null)
        : null;

    /// <summary>Whether a network has such a classifier.</summary>
    public static bool IsLinear(Network network) =>
        network.Taps.Count > 0 && network.Head is { } head && Shapes.Channels(network.Shapes[head.Inputs[0]]) == Shapes.Channels(network.Shapes[network.LastTap]);
}
