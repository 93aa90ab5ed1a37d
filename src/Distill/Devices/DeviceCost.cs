using Distill.Networks;

namespace Distill.Devices;

/// <summary>What one image asks of a device that runs a network, found from its graph alone; batch normalisations are folded before.</summary>
/// <param name="Parameters">Learned numbers of the network as it was trained.</param>
/// <param name="Macs">Multiply-accumulates of convolutions and linear layers.</param>
/// <param name="WeightBytesFloat32">Weights and biases in 32-bit floats.</param>
/// <param name="WeightBytesInt8">Weights in bytes; for each output channel a bias and a scale in 32 bits.</param>
/// <param name="PeakActivations">Most numbers alive at once, the image included; an element-wise node writes in place where it can.</param>
/// <param name="MovedActivations">Numbers that nodes read and write in all; what is written in place moves nothing.</param>
public sealed record DeviceCost(
    long Parameters, long Macs, long WeightBytesFloat32, long WeightBytesInt8, long PeakActivations, long MovedActivations)
{
    /// <summary>The cost of a network.</summary>
    public static DeviceCost Of(Network network)
    {
        var anything = new Weights(network.Parameters.Select(parameter =>
            KeyValuePair.Create(parameter.Name, new HostTensor([.. parameter.Shape], new float[parameter.Count]))));
        var (folded, _) = BatchNormFolding.Fold(network, anything, keep: []);
        var cost = Cost.Of(folded);
        return new DeviceCost(
            Cost.Of(network).Parameters, cost.Macs,
            sizeof(float) * folded.Parameters.Sum(parameter => parameter.Count),
            folded.Parameters.Sum(BytesInInt8),
            cost.PeakActivationBytes / sizeof(float),
            folded.Nodes.Where(node => !node.Operator.IsElementwise).Sum(node => Moved(folded, node)));
    }

    // A matrix brings a scale per output channel; a vector is a bias and stays in 32 bits.
    private static long BytesInInt8(ParameterSpec parameter) => parameter.Shape.Length > 1
        ? parameter.Count + sizeof(float) * parameter.Shape[0]
        : sizeof(float) * parameter.Count;

    private static long Moved(Network network, Node node) =>
        node.Inputs.Sum(input => Shapes.Count(network.Shapes[input])) + Shapes.Count(network.Shapes[node.Name]);
}
