namespace Distill.Labels;

/// <summary>
/// The activation orders of a chunk at one tap: for each sample, the channels that are above their resting level,
/// strongest first, cut at the tap's prefix.
/// </summary>
/// <param name="Tap">The tapped layer.</param>
/// <param name="Lengths_N">How many entries of each sample's row count (k), between 0 and the prefix.</param>
/// <param name="Indices_NM">
/// Channel indices, row after row, <c>Prefix</c> per sample; what follows the first k of a row is <see cref="Padding"/>.
/// Channel 65,535 may be a legal index itself, so only <c>Lengths_N</c> says where a row ends.
/// </param>
public sealed record OrderColumn(TapColumn Tap, ushort[] Lengths_N, ushort[] Indices_NM)
{
    /// <summary>What fills a row after its last channel.</summary>
    public const ushort Padding = ushort.MaxValue;

    /// <summary>
    /// One bit per channel, lowest first, <see cref="TapColumn.MaskBytes"/> bytes per sample: whether it is above its resting level. Empty
    /// where the tap records no masks.
    /// </summary>
    public byte[] On_NB { get; init; } = [];

    /// <summary>The pooled activations that the orders come from, row after row; empty where the tap does not record them.</summary>
    public Half[] Pooled_NC { get; init; } = [];

    /// <summary>Whether a channel of a sample is above its resting level, where masks are recorded.</summary>
    public bool IsOn(int sample, int channel) => (On_NB[(sample * Tap.MaskBytes) + (channel / 8)] >> (channel % 8) & 1) != 0;

    /// <summary>The order of one sample: its first k channels.</summary>
    public ReadOnlySpan<ushort> Of(int sample) => Indices_NM.AsSpan(sample * Tap.Prefix, Lengths_N[sample]);
}
