namespace Distill.Labels;

/// <summary>Rounds a layer's pooled activations to the float16 of the labels.</summary>
internal static class HalfPooled
{
    /// <summary>Each activation rounded to the nearest float16.</summary>
    /// <exception cref="LabelException">An activation is not a number or beyond ±65,504.</exception>
    public static Half[] Of(ReadOnlySpan<float> pooled_NC, TapColumn tap) => Halves.Of(pooled_NC, (activation, i) =>
        $"The pooled activation {activation} of channel {i % tap.Channels} at '{tap.Node}' does not fit the labels' float16 (±{HalfLogits.Largest}); check the teacher's weights and its normalisation, or take labels.pooled out.");
}
