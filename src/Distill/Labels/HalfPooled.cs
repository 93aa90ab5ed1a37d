namespace Distill.Labels;

/// <summary>Rounds a layer's pooled activations to the float16 of the labels.</summary>
internal static class HalfPooled
{
    /// <summary>Each activation rounded to the nearest float16.</summary>
    /// <exception cref="LabelException">An activation is not a number or beyond ±65,504.</exception>
    public static Half[] Of(ReadOnlySpan<float> pooled_NC, TapColumn tap)
    {
        var halves_NC = new Half[pooled_NC.Length];
        for (var i = 0; i < halves_NC.Length; i++)
        {
            // Written so that NaN is refused too.
            if (!(Math.Abs(pooled_NC[i]) <= HalfLogits.Largest))
            {
                throw new LabelException(
                    $"The pooled activation {pooled_NC[i]} of channel {i % tap.Channels} at '{tap.Node}' does not fit the labels' float16 (±{HalfLogits.Largest}); check the teacher's weights and its normalisation, or take labels.pooled out.");
            }

            halves_NC[i] = (Half)pooled_NC[i];
        }

        return halves_NC;
    }
}
