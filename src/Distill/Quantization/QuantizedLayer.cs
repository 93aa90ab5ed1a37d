namespace Distill.Quantization;

/// <summary>The weights of a convolution or linear layer as bytes, with a scale for each output channel, and its bias as 32-bit integers.</summary>
/// <param name="Weights">Bytes from -127 to 127 in the order of the floats; zero is zero.</param>
/// <param name="Scales">One per output channel.</param>
/// <param name="Bias">One per output channel, in units of input scale × weight scale; null where there is none.</param>
internal sealed record QuantizedLayer(sbyte[] Weights, float[] Scales, int[]? Bias)
{
    // A bias far outside 32 bits would come from a channel whose weights are next to nothing.
    private const double LargestBias = 1e9;

    private const float SmallestScale = 1e-8f;

    /// <summary>Rounds a layer.</summary>
    /// <param name="weights">The weights, one output channel after another.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="inputScale">The scale of the layer's input.</param>
    /// <param name="highest">The highest byte that a weight may be: 127, or 63 for 7 bits.</param>
    public static QuantizedLayer Of(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int channels, float inputScale, int highest)
    {
        var perChannel = weights.Length / channels;
        var (bytes, scales) = (new sbyte[weights.Length], new float[channels]);
        var rounded = bias.IsEmpty ? null : new int[channels];
        for (var channel = 0; channel < channels; channel++)
        {
            var own = weights.Slice(channel * perChannel, perChannel);
            var scale = Math.Max(Largest(own) / highest, 1e-30f) is var natural && natural <= 1e-30f ? SmallestScale : natural;
            if (rounded is not null)
            {
                scale = Math.Max(scale, (float)(Math.Abs(bias[channel]) / (inputScale * LargestBias)));
                rounded[channel] = (int)Math.Round(bias[channel] / ((double)inputScale * scale));
            }

            scales[channel] = scale;
            for (var i = 0; i < perChannel; i++)
            {
                bytes[channel * perChannel + i] = (sbyte)Math.Clamp(MathF.Round(own[i] / scale), -highest, highest);
            }
        }

        return new QuantizedLayer(bytes, scales, rounded);
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
