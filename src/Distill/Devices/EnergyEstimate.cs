namespace Distill.Devices;

/// <summary>What a model of the device says one image costs, in microjoules.</summary>
/// <param name="Compute">Multiply-accumulates.</param>
/// <param name="Weights">Reading the weights once.</param>
/// <param name="Activations">Moving activations between the nodes.</param>
/// <param name="Total">All of it.</param>
public sealed record EnergyEstimate(double Compute, double Weights, double Activations, double Total)
{
    internal static EnergyEstimate Of(double compute, double weights, double activations) =>
        new(Round(compute), Round(weights), Round(activations), Round(compute + weights + activations));

    private static double Round(double microjoules) => Math.Round(microjoules, 3);
}
