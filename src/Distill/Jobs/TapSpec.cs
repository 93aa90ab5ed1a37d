namespace Distill.Jobs;

/// <summary>One layer of the teacher whose activation order is recorded.</summary>
/// <param name="Node">Name of the node; <see langword="null"/> (in a job file: <c>last</c>) is the input of the final pooling.</param>
/// <param name="Prefix">
/// How many channels of the order are kept, the most active first; a layer with fewer channels keeps them all.
/// </param>
/// <param name="Mask">Whether it is also kept which channels are above their resting level at all, one bit each. Default: false.</param>
public sealed record TapSpec(string? Node, int Prefix, bool Mask = false)
{
    /// <summary>Prefix where a job file states none: 32 channels, from which longer prefixes hardly improve.</summary>
    public const int DefaultPrefix = 32;
}
