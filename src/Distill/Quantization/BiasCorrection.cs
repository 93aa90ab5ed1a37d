using Distill.Networks;

namespace Distill.Quantization;

/// <summary>
/// Takes the mean error that rounded weights cause out of the biases: what a channel's weights are off by, times what their inputs are on
/// average (Nagel et al., "Data-free quantization through weight equalization and bias correction", ICCV 2019).
/// </summary>
internal static class BiasCorrection
{
    /// <summary>The weights with corrected biases; a layer without a bias, or whose weights are not rounded, stays as it is.</summary>
    /// <param name="network">The network, folded.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="statistics">What calibration images put into its values.</param>
    /// <param name="highest">The highest byte that a weight may be.</param>
    /// <param name="floatLayers">Layers that stay in floats.</param>
    public static Weights Apply(Network network, Weights weights, ActivationStatistics statistics, int highest, IReadOnlyCollection<string> floatLayers)
    {
        var corrected = weights.ToDictionary(tensor => tensor.Key, tensor => tensor.Value);
        foreach (var node in network.Nodes.Where(node => !floatLayers.Contains(node.Name) && IsRounded(node, network)))
        {
            var kernel = weights[$"{node.Name}.weight"];
            var bias = weights[$"{node.Name}.bias"];
            var means = statistics.ChannelMeans(node.Inputs[0]);
            corrected[$"{node.Name}.bias"] = new HostTensor(bias.Shape, Correct(kernel, bias.Values, means, highest));
        }

        return new Weights(corrected);
    }

    // A linear layer over the rows of a larger value is written as a product of matrices, which stays in floats.
    private static bool IsRounded(Node node, Network network) =>
        node.Operator is Conv { Bias: true } || (node.Operator is Linear { Bias: true } && network.Shapes[node.Name].Length == 1);

    private static float[] Correct(HostTensor kernel, float[] bias, IReadOnlyList<double> inputMeans, int highest)
    {
        var outputs = (int)kernel.Shape[0];
        var inputsOfGroup = (int)kernel.Shape[1];
        var area = kernel.Values.Length / outputs / inputsOfGroup;
        var outputsOfGroup = outputs * inputsOfGroup / inputMeans.Count;
        var layer = QuantizedLayer.Of(kernel.Values, [], outputs, inputScale: 1, highest);
        var corrected = new float[outputs];
        for (var output = 0; output < outputs; output++)
        {
            double error = 0;
            for (var i = 0; i < inputsOfGroup * area; i++)
            {
                var at = output * inputsOfGroup * area + i;
                var mean = inputMeans[output / outputsOfGroup * inputsOfGroup + i / area];
                error += ((double)layer.Weights[at] * layer.Scales[output] - kernel.Values[at]) * mean;
            }

            corrected[output] = (float)(bias[output] - error);
        }

        return corrected;
    }
}
