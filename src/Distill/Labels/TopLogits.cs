namespace Distill.Labels;

/// <summary>
/// The largest logits of each sample, for teachers with too many classes to write all of them down.
/// </summary>
/// <param name="Classes_NT">Class indices by descending logit (ties: smaller index first), T per sample.</param>
/// <param name="Values_NT">Their logits, T per sample.</param>
/// <param name="Rest_NQ">
/// ln Σ exp(logit / τ) over all classes that are not listed, one for each temperature τ that the label set declares.
/// With it the probability of each listed class is exact up to rounding at those temperatures, and only at those.
/// </param>
public sealed record TopLogits(int[] Classes_NT, Half[] Values_NT, float[] Rest_NQ)
{
    /// <summary>Keeps the largest logits of each row.</summary>
    /// <param name="logits_NK">Raw logits, one row per sample.</param>
    /// <param name="set">Says how many classes there are, how many to keep, and at which temperatures.</param>
    /// <exception cref="LabelException">A logit is not a number or does not fit float16.</exception>
    public static TopLogits Of(ReadOnlySpan<float> logits_NK, LabelSet set)
    {
        var (classes, kept) = (set.Classes, set.TopK ?? set.Classes);
        HalfLogits.Of(logits_NK, classes);
        var samples = logits_NK.Length / classes;
        var classes_NT = new int[samples * kept];
        var values_NT = new Half[samples * kept];
        var rest_NQ = new float[samples * set.Temperatures.Count];
        var selection = new StrongestSelection(kept);
        var listed = new bool[classes];
        for (var sample = 0; sample < samples; sample++)
        {
            var row = logits_NK.Slice(sample * classes, classes);
            var top = classes_NT.AsSpan(sample * kept, kept);
            selection.Pick(row, float.NegativeInfinity, top);
            Array.Clear(listed);
            for (var i = 0; i < kept; i++)
            {
                listed[top[i]] = true;
                values_NT[(sample * kept) + i] = (Half)row[top[i]];
            }

            for (var q = 0; q < set.Temperatures.Count; q++)
            {
                rest_NQ[(sample * set.Temperatures.Count) + q] = (float)LogSumExpOfRest(row, listed, set.Temperatures[q]);
            }
        }

        return new(classes_NT, values_NT, rest_NQ);
    }

    private static double LogSumExpOfRest(ReadOnlySpan<float> row, bool[] listed, double temperature)
    {
        var largest = double.NegativeInfinity;
        for (var i = 0; i < row.Length; i++)
        {
            largest = listed[i] ? largest : Math.Max(largest, row[i] / temperature);
        }

        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            sum += listed[i] ? 0 : Math.Exp((row[i] / temperature) - largest);
        }

        return largest + Math.Log(sum);
    }
}
