namespace Distill.Labels;

/// <summary>What must hold for a chunk to be one of a label set: asked before it is written and after it is read.</summary>
internal static class LabelRules
{
    /// <summary>The first rule that the chunk breaks, to be put into a sentence; <see langword="null"/> when it is sound.</summary>
    public static string? BrokenBy(LabelSet set, LabelChunk chunk)
    {
        if (chunk.View < 0 || chunk.Index < 0 || chunk.Index >= set.ChunksPerView)
        {
            return $"there is no such chunk in a view of {set.ChunksPerView} chunks";
        }

        if (chunk.Count != set.CountOf(chunk.Index))
        {
            return $"it holds {chunk.Count} samples and should hold {set.CountOf(chunk.Index)}";
        }

        if (!chunk.Orders.Select(order => order.Tap).SequenceEqual(set.Taps))
        {
            return "its activation orders are of other taps than the label set's";
        }

        if (set.Taps.Count > 0 && chunk.CalibrationDigest.Length != 64)
        {
            return "it does not name the calibration that its activation orders were computed with";
        }

        return LogitsBreak(set, chunk) ?? TopBreaks(set, chunk) ?? chunk.Orders.Select(order => OrderBreaks(order, chunk.Count)).FirstOrDefault(rule => rule is not null);
    }

    private static string? LogitsBreak(LabelSet set, LabelChunk chunk)
    {
        var expected = set.TopK is null ? chunk.Count * set.Classes : 0;
        if (chunk.Logits_NK.Length != expected)
        {
            return $"it has {chunk.Logits_NK.Length} logits and should have {expected}";
        }

        var bad = Halves.IndexOfNonFinite(chunk.Logits_NK);
        return bad < 0 ? null : $"the logit of class {bad % set.Classes} of its sample {bad / set.Classes} is not a finite number";
    }

    private static string? TopBreaks(LabelSet set, LabelChunk chunk)
    {
        if (set.TopK is not { } k)
        {
            return chunk.Top is null ? null : "it keeps only the largest logits and the label set keeps all";
        }

        if (chunk.Top is not { } top
            || top.Classes_NT.Length != chunk.Count * k
            || top.Values_NT.Length != chunk.Count * k
            || top.Rest_NQ.Length != chunk.Count * set.Temperatures.Count)
        {
            return $"it does not hold the {k} largest logits of each sample";
        }

        if (!top.Values_NT.All(Half.IsFinite) || !top.Rest_NQ.All(float.IsFinite))
        {
            return "one of its logits is not a finite number";
        }

        var seen = new HashSet<int>();
        for (var sample = 0; sample < chunk.Count; sample++)
        {
            seen.Clear();
            for (var i = sample * k; i < (sample + 1) * k; i++)
            {
                if (top.Classes_NT[i] < 0 || top.Classes_NT[i] >= set.Classes || !seen.Add(top.Classes_NT[i]))
                {
                    return $"its sample {sample} lists class {top.Classes_NT[i]} twice or beyond the {set.Classes} classes";
                }

                if (i > sample * k && top.Values_NT[i] > top.Values_NT[i - 1])
                {
                    return $"the largest logits of its sample {sample} are not in descending order";
                }
            }
        }

        return null;
    }

    private static string? OrderBreaks(OrderColumn order, int count)
    {
        var (tap, lengths_N, indices_NM) = order;
        if (lengths_N.Length != count || indices_NM.Length != count * tap.Prefix)
        {
            return $"its activation orders at '{tap.Node}' are not of {count} samples";
        }

        if (order.On_NB.Length != (tap.Mask ? count * tap.MaskBytes : 0))
        {
            return $"its masks at '{tap.Node}' are not of {count} samples";
        }

        if (order.Pooled_NC.Length != (tap.Pooled ? count * tap.Channels : 0) || Halves.IndexOfNonFinite(order.Pooled_NC) >= 0)
        {
            return $"its pooled activations at '{tap.Node}' are not finite numbers of {count} samples";
        }

        var seen = new bool[tap.Channels];
        for (var sample = 0; sample < count; sample++)
        {
            if (lengths_N[sample] > tap.Prefix)
            {
                return $"the activation order of its sample {sample} at '{tap.Node}' is longer than the prefix of {tap.Prefix}";
            }

            foreach (var channel in order.Of(sample))
            {
                if (channel >= tap.Channels || seen[channel])
                {
                    return $"the activation order of its sample {sample} at '{tap.Node}' lists channel {channel} twice or beyond the {tap.Channels} channels";
                }

                if (tap.Mask && !order.IsOn(sample, channel))
                {
                    return $"the mask of its sample {sample} at '{tap.Node}' leaves out channel {channel}, which its activation order lists";
                }

                seen[channel] = true;
            }

            foreach (var channel in order.Of(sample))
            {
                seen[channel] = false;
            }

            if (tap.Mask && tap.Channels % 8 != 0 && order.On_NB[((sample + 1) * tap.MaskBytes) - 1] >> (tap.Channels % 8) != 0)
            {
                return $"the mask of its sample {sample} at '{tap.Node}' goes beyond the {tap.Channels} channels";
            }

            if (indices_NM.AsSpan((sample * tap.Prefix) + lengths_N[sample], tap.Prefix - lengths_N[sample]).ContainsAnyExcept(OrderColumn.Padding))
            {
                return $"the padding after the activation order of its sample {sample} at '{tap.Node}' is not blank";
            }
        }

        return null;
    }
}
