using Distill.Data;
using Distill.Networks;
using Distill.Randomness;
using static TorchSharp.torch;

namespace Distill.Tests.Networks;

/// <summary>Made-up inputs and trained-looking weights.</summary>
internal static class SomeImages
{
    private const ulong Stream = 1;

    /// <summary>Normal noise in the shape of a batch of images.</summary>
    public static Tensor Batch(int count, ImageShape shape, ulong seed = 1) =>
        tensor(Noise(count * shape.Channels * shape.Height * shape.Width, seed), [count, shape.Channels, shape.Height, shape.Width]);

    public static float[] Noise(int count, ulong seed) =>
        [.. Enumerable.Range(0, count).Select(i => (float)CounterRandom.Normal(seed, Stream, (ulong)i))];

    /// <summary>Initial weights whose normalisations have seen something: no statistic, scale or shift is trivial.</summary>
    public static Weights Trained(Network network)
    {
        var kinds = network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Kind);
        return new Weights(Initialization.Create(network, 1).Select((tensor, index) =>
        {
            var noise = Noise(tensor.Value.Values.Length, (ulong)index);
            float Changed(float value, float by) => kinds[tensor.Key] switch
            {
                ParameterKind.Scale or ParameterKind.RunningVariance => 1 + 0.3f * Math.Clamp(by, -2, 2),
                ParameterKind.Shift or ParameterKind.RunningMean => 0.2f * by,
                _ => value,
            };
            return KeyValuePair.Create(tensor.Key, new HostTensor(tensor.Value.Shape, [.. tensor.Value.Values.Zip(noise, Changed)]));
        }));
    }

    public static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
