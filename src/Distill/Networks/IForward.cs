namespace Distill.Networks;

/// <summary>A forward pass.</summary>
public interface IForward : IDisposable
{
    /// <summary>Answers for up to one batch.</summary>
    /// <param name="pixels_NHWC">Normalised pixels, samples one after another.</param>
    /// <param name="count">Samples, 1 to the batch size.</param>
    /// <returns>Logits (count × classes) and, per tap in the order given, pooled activations (count × channels).</returns>
    (float[] Logits_NK, float[][] Pooled_ND) Run(ReadOnlySpan<float> pixels_NHWC, int count);
}
