namespace Distill.Labels;

/// <summary>What the labels lose of what the teacher said.</summary>
public static class LabelFidelity
{
    /// <summary>
    /// Mean over samples of KL(softmax(z / τ) ‖ softmax(stored / τ)) in nats, in float64. For truncated logits all classes
    /// that are not listed count as one outcome, which is all that such labels promise.
    /// </summary>
    /// <param name="set">The label set of the chunk.</param>
    /// <param name="logits_NK">The teacher's float32 logits, one row per sample of the chunk.</param>
    /// <param name="chunk">The chunk as a student would decode it.</param>
    /// <param name="temperature">τ; for truncated logits one of those that the set declares.</param>
    public static double Divergence(LabelSet set, ReadOnlySpan<float> logits_NK, LabelChunk chunk, double temperature = 1)
    {
        var total = 0.0;
        for (var sample = 0; sample < chunk.Count; sample++)
        {
            var row = logits_NK.Slice(sample * set.Classes, set.Classes);
            total += chunk.Top is { } top
                ? OfTop(set, row, top, sample, temperature)
                : Divergence(Scaled(row, temperature), Scaled(chunk.Logits_NK.AsSpan(sample * set.Classes, set.Classes), temperature));
        }

        return total / Math.Max(chunk.Count, 1);
    }

    private static double OfTop(LabelSet set, ReadOnlySpan<float> row, TopLogits top, int sample, double temperature)
    {
        var q = set.Temperatures.ToList().IndexOf(temperature);
        if (q < 0)
        {
            throw new LabelException($"Truncated logits cannot be used at temperature {temperature}; the label set declares {string.Join(", ", set.Temperatures)}.");
        }

        var kept = set.TopK!.Value;
        var exact = Scaled(row, temperature);
        var listed = top.Classes_NT.AsSpan(sample * kept, kept).ToArray();
        var rest = Enumerable.Range(0, set.Classes).Except(listed).Select(k => exact[k]).ToArray();
        var stored = Scaled(top.Values_NT.AsSpan(sample * kept, kept), temperature);
        return Divergence(
            [.. listed.Select(k => exact[k]), LogSumExp(rest)],
            [.. stored, top.Rest_NQ[(sample * set.Temperatures.Count) + q]]);
    }

    private static double Divergence(double[] exact, double[] stored)
    {
        var (exactSum, storedSum) = (LogSumExp(exact), LogSumExp(stored));
        var sum = 0.0;
        for (var k = 0; k < exact.Length; k++)
        {
            var logP = exact[k] - exactSum;
            sum += Math.Exp(logP) * (logP - (stored[k] - storedSum));
        }

        return sum;
    }

    private static double LogSumExp(double[] values)
    {
        var largest = values.Max();
        return largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }

    private static double[] Scaled(ReadOnlySpan<float> row, double temperature)
    {
        var scaled = new double[row.Length];
        for (var k = 0; k < row.Length; k++)
        {
            scaled[k] = row[k] / temperature;
        }

        return scaled;
    }

    private static double[] Scaled(ReadOnlySpan<Half> row, double temperature)
    {
        var scaled = new double[row.Length];
        for (var k = 0; k < row.Length; k++)
        {
            scaled[k] = (double)row[k] / temperature;
        }

        return scaled;
    }
}
