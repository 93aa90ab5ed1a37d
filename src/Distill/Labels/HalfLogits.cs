namespace Distill.Labels;

/// <summary>Rounds the teacher's logits to the float16 of the labels.</summary>
public static class HalfLogits
{
    /// <summary>The largest number of float16; beyond it a logit would silently become infinite.</summary>
    public const float Largest = 65504;

    /// <summary>Each logit rounded to the nearest float16.</summary>
    /// <param name="logits_NK">Raw logits, one row per sample.</param>
    /// <param name="classes">Logits per row (K).</param>
    /// <exception cref="LabelException">A logit is not a number or beyond ±65,504.</exception>
    public static Half[] Of(ReadOnlySpan<float> logits_NK, int classes) => Halves.Of(logits_NK, (logit, i) =>
        $"The teacher's logit {logit} of class {i % classes} for sample {i / classes} does not fit the labels' float16 (±{Largest}); check the teacher's weights and its normalisation.");
}
