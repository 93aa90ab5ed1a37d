using Distill.Networks;
using Distill.Randomness;
using static TorchSharp.torch;

namespace Distill.Onnx;

/// <summary>Proves that an ONNX file answers as the network that it was written from.</summary>
public static class OnnxParity
{
    /// <summary>The largest difference of logits, relative to the largest logit, with which a file may be published.</summary>
    public const double Tolerance = 1e-4;

    private const int Images = 4;
    private const ulong Seed = 1;
    private const ulong Stream = 11;

    /// <summary>Reads the file again and compares its answers to made-up images with the network's own.</summary>
    /// <returns>The largest difference of logits, relative to the largest logit.</returns>
    /// <exception cref="NetworkProblemException">The difference is larger than <see cref="Tolerance"/>.</exception>
    public static double Check(Network network, Weights weights, byte[] onnx)
    {
        var read = OnnxImport.Read(onnx, network.Name);
        var difference = Difference(Logits(network, weights), Logits(read.Network, read.Weights));
        return difference <= Tolerance
            ? difference
            : throw new NetworkProblemException(
                $"The ONNX file of network \"{network.Name}\" answers differently by {difference:0.0e+0} of the largest logit, more than the {Tolerance:0e+0} allowed, so it is not published; take onnx out of export.");
    }

    /// <summary>The largest difference of logits, relative to the largest of the expected ones; not a number where any of them is none.</summary>
    internal static double Difference(float[] expected_NK, float[] actual_NK)
    {
        var (largest, difference) = ((double)float.Epsilon, 0.0);
        foreach (var (expected, actual) in expected_NK.Zip(actual_NK))
        {
            largest = Math.Max(largest, Math.Abs((double)expected));
            difference = Math.Max(difference, Math.Abs((double)expected - actual));
        }

        return difference / largest;
    }

    private static float[] Logits(Network network, Weights weights)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, weights, trainable: false);
        var noise = new float[Images * network.Input.Length];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (float)CounterRandom.Normal(Seed, Stream, (ulong)i);
        }

        var images_NCHW = PixelTensors.Of(noise, Images, network.Input);
        return module.Forward(images_NCHW, training: false).Logits_NK.contiguous().data<float>().ToArray();
    }
}
