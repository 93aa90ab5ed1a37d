namespace Distill.Networks;

/// <summary>Interleaves groups of channels, so that grouped convolutions see each other's results (ShuffleNet).</summary>
/// <param name="Groups">Channel g · n + i of n channels per group becomes channel i · groups + g.</param>
public sealed record ChannelShuffle(int Groups) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var channels = Image(inputs[0]).Channels;
        Check(Groups > 0 && channels % Groups == 0, $"cannot divide {channels} channels into {Groups} groups");
        return inputs[0];
    }
}
