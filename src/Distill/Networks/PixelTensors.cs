using System.Runtime.InteropServices;
using Distill.Data;
using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>Turns rendered pixels into the tensor that a network takes.</summary>
public static class PixelTensors
{
    /// <summary>
    /// Copies pixels into a new float32 tensor of shape N×C×H×W whose memory stays channels-last, which is the layout that
    /// convolutions are fastest in.
    /// </summary>
    /// <param name="pixels_NHWC">Normalised pixels, samples one after another; may hold fewer samples than <paramref name="count"/>, the rest is zeros, or more, which are ignored.</param>
    /// <param name="count">N.</param>
    /// <param name="shape">Shape of one image.</param>
    public static Tensor Of(ReadOnlySpan<float> pixels_NHWC, int count, ImageShape shape)
    {
        var wanted = count * shape.Channels * shape.Height * shape.Width;
        var images_NHWC = pixels_NHWC.Length < wanted
            ? zeros(count, shape.Height, shape.Width, shape.Channels)
            : empty(count, shape.Height, shape.Width, shape.Channels);
        pixels_NHWC[..Math.Min(wanted, pixels_NHWC.Length)].CopyTo(MemoryMarshal.Cast<byte, float>(images_NHWC.bytes));
        return images_NHWC.permute(0, 3, 1, 2);
    }
}
