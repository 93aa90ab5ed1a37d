using System.Runtime.InteropServices;

namespace Distill.Labels;

/// <summary>
/// What the teacher says about one chunk: a consecutive piece of a view's permutation of the training samples. Which
/// samples these are follows from the label set's seed, the view and the chunk index, so no sample ids are stored.
/// </summary>
public sealed record LabelChunk
{
    /// <summary>Which augmented version of the dataset, from 0.</summary>
    public required int View { get; init; }

    /// <summary>Which piece of the view, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Samples in this chunk: the set's chunk size, fewer in the last one.</summary>
    public required int Count { get; init; }

    /// <summary>Raw logits, row after row, one per class; empty when the set keeps only the largest or has none.</summary>
    public Half[] Logits_NK { get; init; } = [];

    /// <summary>The largest logits, when the set keeps only those; else <see langword="null"/>.</summary>
    public TopLogits? Top { get; init; }

    /// <summary>One column for each of the set's taps, in the set's order.</summary>
    public IReadOnlyList<OrderColumn> Orders { get; init; } = [];

    /// <summary>
    /// Digest of the <see cref="CalibrationStatistics"/> that the orders were computed with, in hex; empty without taps.
    /// </summary>
    public string CalibrationDigest { get; init; } = "";

    /// <summary>Whether this chunk's first samples have the labels of another one, bit for bit.</summary>
    public bool BeginsWith(LabelChunk first) =>
        IsStart<Half>(first.Logits_NK, Logits_NK)
        && (first.Top is null) == (Top is null)
        && (first.Top is not { } top || (IsStart<int>(top.Classes_NT, Top!.Classes_NT) && IsStart<Half>(top.Values_NT, Top.Values_NT) && IsStart<float>(top.Rest_NQ, Top.Rest_NQ)))
        && first.Orders.Zip(Orders).All(pair => IsStart<ushort>(pair.First.Lengths_N, pair.Second.Lengths_N) && IsStart<ushort>(pair.First.Indices_NM, pair.Second.Indices_NM)
            && IsStart<byte>(pair.First.On_NB, pair.Second.On_NB)
            && IsStart<Half>(pair.First.Pooled_NC, pair.Second.Pooled_NC));

    private static bool IsStart<T>(ReadOnlySpan<T> start, ReadOnlySpan<T> whole)
        where T : struct => MemoryMarshal.AsBytes(whole).StartsWith(MemoryMarshal.AsBytes(start));
}
