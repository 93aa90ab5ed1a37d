using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Distill.Randomness;

namespace Distill.Networks;

/// <summary>The weights a network starts to learn from, the same for the same seed on every machine.</summary>
/// <remarks>
/// Convolutions as in the public CIFAR code: normal with the variance 2 / (outputs · kernel area) of He et al. (2015),
/// "fan-out"; where no batch normalisation follows to set the scale, 2 / (inputs · kernel area) instead, so that
/// activations keep their size. Linear layers as in PyTorch: uniform within ±1 / √inputs, their biases too.
/// Every tensor draws from a stream of its own, named after it: adding a layer leaves the others as they were.
/// </remarks>
public static class Initialization
{
    /// <summary>Draws the weights of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">The student's seed; another seed gives other weights.</param>
    /// <param name="given">Tensors that are not drawn; null for none.</param>
    public static Weights Create(Network network, ulong seed, Weights? given = null)
    {
        var nodes = network.Nodes.ToDictionary(node => node.Name);
        var normalized = network.Nodes.Where(node => node.Operator is BatchNorm).Select(node => node.Inputs[0]).ToHashSet();
        return new Weights(network.Parameters.Select(parameter =>
        {
            if (given?.TryGetValue(parameter.Name, out var tensor) == true)
            {
                return KeyValuePair.Create(parameter.Name, tensor);
            }

            var node = nodes[parameter.Node];
            var values = Draw(parameter, node.Operator, InputsOf(node, network), normalized.Contains(node.Name), seed);
            return KeyValuePair.Create(parameter.Name, new HostTensor(parameter.Shape, values));
        }));
    }

    private static long InputsOf(Node node, Network network) => node.Operator is Linear ? network.Shapes[node.Inputs[0]][^1] : network.Shapes[node.Inputs[0]][0];

    private static float[] Draw(ParameterSpec parameter, Operator @operator, long inputs, bool isNormalized, ulong seed)
    {
        var values = new float[parameter.Count];
        switch (parameter.Kind, @operator)
        {
            case (ParameterKind.Weight, Conv conv):
                var fan = (isNormalized ? conv.OutChannels : inputs / conv.Groups) * conv.KernelHeight * conv.KernelWidth;
                Normal(values, Math.Sqrt(2.0 / fan), seed, StreamOf(parameter.Name));
                break;
            case (_, Linear):
                Uniform(values, 1 / Math.Sqrt(inputs), seed, StreamOf(parameter.Name));
                break;
            case (ParameterKind.Scale or ParameterKind.RunningVariance, _):
                Array.Fill(values, 1);
                break;
        }

        return values;
    }

    private static void Normal(float[] values, double deviation, ulong seed, ulong stream)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(deviation * CounterRandom.Normal(seed, stream, (ulong)i));
        }
    }

    private static void Uniform(float[] values, double bound, ulong seed, ulong stream)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(bound * (2.0 * CounterRandom.Uniform(seed, stream, (ulong)i) - 1));
        }
    }

    private static ulong StreamOf(string parameter) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"initialization:{parameter}")));
}
