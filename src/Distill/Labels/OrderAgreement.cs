namespace Distill.Labels;

/// <summary>How well scores agree with activation orders, over the samples that say something.</summary>
/// <param name="Overlap">
/// Mean over samples with k ≥ 1 of |the k highest scores ∩ the k channels of the order| / k; 0 when there are none.
/// </param>
/// <param name="Tau">
/// Kendall's τ inside the prefix: mean over samples with k ≥ 2 of the mean over pairs i &lt; j ≤ k of
/// sign(score of i − score of j), with 0 for equal scores; 0 when there are none. Chance is 0.
/// </param>
/// <param name="Chance">The overlap that random scores would reach: mean of k / C.</param>
/// <param name="Samples">Samples with k ≥ 1.</param>
public sealed record OrderAgreement(double Overlap, double Tau, double Chance, int Samples)
{
    /// <summary>
    /// The Plackett-Luce loss of the orders under the scores over that of equal scores: 1 for a student that knows nothing, less for one
    /// that knows something; 1 when there are no orders.
    /// </summary>
    public double LossOverChance { get; init; } = 1;

    /// <summary>
    /// How much of the overlap that one order for all samples leaves to be had is reached: (overlap − its overlap) / (1 − its overlap). The one
    /// order is the best guess without looking at a sample: channels by how early they come on average in the teacher's orders of these
    /// samples. 0 for who knows no more than that, 1 at most.
    /// </summary>
    public double OverlapSkill { get; init; }

    /// <summary>The same for <see cref="Tau"/>.</summary>
    public double TauSkill { get; init; }

    /// <summary>Compares a student's connector scores with what the teacher's labels say.</summary>
    /// <param name="scores_NC">Finite scores, one row per sample of the column.</param>
    /// <param name="order">The teacher's orders of the same samples.</param>
    public static OrderAgreement Measure(ReadOnlySpan<float> scores_NC, OrderColumn order)
    {
        var (channels, samples) = (order.Tap.Channels, order.Lengths_N.Length);
        if (scores_NC.Length != samples * channels)
        {
            throw new ArgumentException($"{scores_NC.Length} scores do not make {samples} rows of {channels} channels.", nameof(scores_NC));
        }

        var measured = Measure(scores_NC, channels, order);
        var constant = Measure(Earliness(order), 0, order);
        return measured with { OverlapSkill = Skill(measured.Overlap, constant.Overlap), TauSkill = Skill(measured.Tau, constant.Tau) };
    }

    private static double Skill(double value, double constant) => constant < 1 ? (value - constant) / (1 - constant) : 0;

    // The mean place of every channel, counted from the end of the prefix; 0 for one that is never listed.
    private static float[] Earliness(OrderColumn order)
    {
        var sums_C = new long[order.Tap.Channels];
        for (var sample = 0; sample < order.Lengths_N.Length; sample++)
        {
            var prefix = order.Of(sample);
            for (var i = 0; i < prefix.Length; i++)
            {
                sums_C[prefix[i]] += order.Tap.Prefix - i;
            }
        }

        return Array.ConvertAll(sums_C, sum => (float)((double)sum / Math.Max(1, order.Lengths_N.Length)));
    }

    // Rows of scores begin so many numbers after each other; with 0 every sample has the same ones.
    private static OrderAgreement Measure(ReadOnlySpan<float> scores, int stride, OrderColumn order)
    {
        var (channels, samples) = (order.Tap.Channels, order.Lengths_N.Length);
        var (overlap, tau, chance, some, pairs) = (0.0, 0.0, 0.0, 0, 0);
        var (loss, untrained) = (0.0, 0.0);
        var listed = new bool[channels];
        for (var sample = 0; sample < samples; sample++)
        {
            var row = scores.Slice(sample * stride, channels);
            var prefix = order.Of(sample);
            if (prefix.Length > 0)
            {
                overlap += OverlapOf(row, prefix, listed);
                chance += (double)prefix.Length / channels;
                loss += LossOf(row, prefix, listed);
                untrained += Enumerable.Range(0, prefix.Length).Sum(i => Math.Log(channels - i));
                some++;
            }

            if (prefix.Length > 1)
            {
                tau += TauOf(row, prefix);
                pairs++;
            }
        }

        return new(overlap / Math.Max(some, 1), tau / Math.Max(pairs, 1), chance / Math.Max(some, 1), some)
        {
            LossOverChance = untrained > 0 ? loss / untrained : 1,
        };
    }

    // Σ_i [ ln Σ over all not yet listed − score of i ], from the end of the list so that the race only grows.
    private static double LossOf(ReadOnlySpan<float> row, ReadOnlySpan<ushort> prefix, bool[] listed)
    {
        foreach (var channel in prefix)
        {
            listed[channel] = true;
        }

        double largest = float.NegativeInfinity;
        foreach (var score in row)
        {
            largest = Math.Max(largest, score);
        }

        var race = 0.0;
        for (var channel = 0; channel < row.Length; channel++)
        {
            race += listed[channel] ? 0 : Math.Exp(row[channel] - largest);
        }

        var loss = 0.0;
        for (var i = prefix.Length - 1; i >= 0; i--)
        {
            race += Math.Exp(row[prefix[i]] - largest);
            loss += Math.Log(Math.Max(race, double.Epsilon)) + largest - row[prefix[i]];
            listed[prefix[i]] = false;
        }

        return loss;
    }

    private static double OverlapOf(ReadOnlySpan<float> row, ReadOnlySpan<ushort> prefix, bool[] listed)
    {
        var highest = new int[prefix.Length];
        var picked = new StrongestSelection(prefix.Length).Pick(row, float.NegativeInfinity, highest);
        foreach (var channel in prefix)
        {
            listed[channel] = true;
        }

        var common = highest.AsSpan(0, picked).ToArray().Count(channel => listed[channel]);
        foreach (var channel in prefix)
        {
            listed[channel] = false;
        }

        return (double)common / prefix.Length;
    }

    private static double TauOf(ReadOnlySpan<float> row, ReadOnlySpan<ushort> prefix)
    {
        var sum = 0;
        for (var i = 0; i < prefix.Length; i++)
        {
            for (var j = i + 1; j < prefix.Length; j++)
            {
                sum += row[prefix[i]].CompareTo(row[prefix[j]]);
            }
        }

        return sum / (prefix.Length * (prefix.Length - 1) / 2.0);
    }
}
