using Distill.Data;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Quantization;

/// <summary>What an exported model says about the images of a set, by ONNX Runtime.</summary>
internal static class OnnxAnswers
{
    private const int BatchSize = 50;

    /// <summary>Logits in the order of the samples.</summary>
    /// <param name="session">The model; takes normalised floats, or bytes and normalises them itself.</param>
    /// <param name="images">The images, without augmentation.</param>
    /// <param name="normalization">How pixels are scaled.</param>
    /// <param name="samples">Which images.</param>
    /// <param name="ct">Stops between two batches.</param>
    public static float[] Of(OnnxSession session, ImageSet images, Normalization normalization, IEnumerable<int> samples, CancellationToken ct)
    {
        var takesBytes = session.Inputs[0].ElementType == OnnxElementType.UInt8;
        var logits_NK = new List<float>();
        foreach (var batch in samples.Chunk(BatchSize))
        {
            ct.ThrowIfCancellationRequested();
            logits_NK.AddRange(takesBytes ? OfBytes(session, images, batch) : OfFloats(session, images, normalization, batch));
        }

        return [.. logits_NK];
    }

    private static float[] OfBytes(OnnxSession session, ImageSet images, int[] samples)
    {
        var shape = images.Shape;
        var pixels_NHWC = Bytes(images, samples);
        return session.Run<byte>(pixels_NHWC, [samples.Length, shape.Height, shape.Width, shape.Channels])[0].Values;
    }

    private static float[] OfFloats(OnnxSession session, ImageSet images, Normalization normalization, int[] samples)
    {
        var shape = images.Shape;
        var (channels, area) = (shape.Channels, shape.Height * shape.Width);
        var pixels_NHWC = Bytes(images, samples);
        var pixels_NCHW = new float[pixels_NHWC.Length];
        for (var i = 0; i < pixels_NHWC.Length; i++)
        {
            var (sample, place, channel) = (i / channels / area, i / channels % area, i % channels);
            pixels_NCHW[(sample * channels + channel) * area + place] = (pixels_NHWC[i] / 255f - normalization.Mean[channel]) / normalization.Std[channel];
        }

        return session.Run<float>(pixels_NCHW, [samples.Length, channels, shape.Height, shape.Width])[0].Values;
    }

    private static byte[] Bytes(ImageSet images, int[] samples)
    {
        var shape = images.Shape;
        var size = shape.Channels * shape.Height * shape.Width;
        var pixels_NHWC = new byte[samples.Length * size];
        for (var i = 0; i < samples.Length; i++)
        {
            images.Read(samples[i], pixels_NHWC.AsSpan(i * size, size));
        }

        return pixels_NHWC;
    }
}
