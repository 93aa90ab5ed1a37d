namespace Distill.Labels;

/// <summary>One tapped layer of the teacher, as a column of the labels.</summary>
/// <param name="Node">Name of the graph node whose output is pooled over space.</param>
/// <param name="Channels">Channels of that node (C), at most 65,536.</param>
/// <param name="Prefix">At most so many of the strongest channels are written down (m).</param>
public sealed record TapColumn(string Node, int Channels, int Prefix);
