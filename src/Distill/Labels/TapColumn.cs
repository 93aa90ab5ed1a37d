namespace Distill.Labels;

/// <summary>One tapped layer of the teacher, as a column of the labels.</summary>
/// <param name="Node">Name of the graph node whose output is pooled over space.</param>
/// <param name="Channels">Channels of that node (C), at most 65,536.</param>
/// <param name="Prefix">At most so many of the strongest channels are written down (m).</param>
/// <param name="Mask">Whether all channels above their resting level are written down, too, as one bit each.</param>
/// <param name="Pooled">Whether the pooled activations themselves are written down, too, as float16.</param>
public sealed record TapColumn(string Node, int Channels, int Prefix, bool Mask = false, bool Pooled = false)
{
    /// <summary>Bytes of one sample's mask, whether or not it is written.</summary>
    public int MaskBytes => (Channels + 7) / 8;
}
