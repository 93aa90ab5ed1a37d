namespace Distill.Networks;

/// <summary>
/// Rewrites every batch normalisation that could not be folded as a convolution of one pixel that looks at one channel, which computes the
/// same and can be quantized like any other.
/// </summary>
internal static class NormsAsConvolutions
{
    /// <summary>Rewrites a folded network, in double precision.</summary>
    public static (Network Network, Weights Weights) Rewrite(Network network, Weights weights)
    {
        var tensors = weights.ToDictionary(tensor => tensor.Key, tensor => tensor.Value);
        var nodes = network.Nodes.Select(node => node.Operator is BatchNorm norm
            ? node with { Operator = AsConvolution(tensors, node.Name, norm.Epsilon) }
            : node);
        return (new Network(network.Name, network.Input, network.Classes, [.. nodes], network.Output), new Weights(tensors));
    }

    private static Conv AsConvolution(Dictionary<string, HostTensor> tensors, string name, double epsilon)
    {
        float[] Take(string tensor) => tensors.Remove($"{name}.{tensor}", out var taken) ? taken.Values : throw new KeyNotFoundException($"{name}.{tensor}");
        var (scale, shift, mean, variance) = (Take("weight"), Take("bias"), Take("running_mean"), Take("running_var"));
        var channels = scale.Length;
        var (weight, bias) = (new float[channels], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var factor = scale[channel] / Math.Sqrt(variance[channel] + epsilon);
            weight[channel] = (float)factor;
            bias[channel] = (float)(shift[channel] - mean[channel] * factor);
        }

        tensors[$"{name}.weight"] = new HostTensor([channels, 1, 1, 1], weight);
        tensors[$"{name}.bias"] = new HostTensor([channels], bias);
        return new Conv(channels, 1, 1, Groups: channels, Bias: true);
    }
}
