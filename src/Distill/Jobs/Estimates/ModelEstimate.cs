using Distill.Networks;

namespace Distill.Jobs.Estimates;

/// <summary>The size of a network, before it is trained.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="Macs">Multiply-accumulates for one image.</param>
/// <param name="Bytes">Its weights file, in 32-bit floats and without the header.</param>
/// <param name="PeakActivationBytes">Most memory that activations of one image take at once on a device.</param>
public sealed record ModelEstimate(string Network, long Parameters, long Macs, long Bytes, long PeakActivationBytes)
{
    /// <summary>Measures a network.</summary>
    public static ModelEstimate Of(Network network)
    {
        var cost = Cost.Of(network);
        return new(network.Name, cost.Parameters, cost.Macs, sizeof(float) * network.Parameters.Sum(parameter => parameter.Count), cost.PeakActivationBytes);
    }
}
