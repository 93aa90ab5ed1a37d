namespace Distill.Networks;

/// <summary>Some neighbouring channels of an image.</summary>
/// <param name="Start">The first channel taken.</param>
/// <param name="Length">How many are taken.</param>
public sealed record ChannelSlice(int Start, int Length) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var (channels, height, width) = Image(inputs[0]);
        Check(
            Start >= 0 && Length > 0 && (long)Start + Length <= channels,
            $"cannot take {Length} channels from {Start} on of {channels}");
        return [Length, height, width];
    }
}
