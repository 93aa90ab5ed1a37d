namespace Distill.Quantization;

/// <summary>Which layers a network on bytes suffers from most: each is rounded alone.</summary>
internal static class LayerSensitivity
{
    /// <summary>The layers, the worst first; of equal ones the earlier first.</summary>
    /// <param name="layers">Their names in the order of the network.</param>
    /// <param name="divergenceAlone">How far the network's answers move when only this layer is rounded.</param>
    public static IReadOnlyList<string> WorstFirst(IReadOnlyList<string> layers, Func<string, double> divergenceAlone) =>
        [.. layers.Select(layer => (Layer: layer, Divergence: divergenceAlone(layer))).OrderByDescending(of => of.Divergence).Select(of => of.Layer)];
}
