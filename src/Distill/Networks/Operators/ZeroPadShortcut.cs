namespace Distill.Networks;

/// <summary>
/// The shortcut without parameters ("option A") of He et al.'s CIFAR networks: every second row and column, and
/// channels of zeros before and after, the same number on either side.
/// </summary>
/// <param name="OutChannels">Channels of the result.</param>
public sealed record ZeroPadShortcut(int OutChannels) : Operator
{
    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var (channels, height, width) = Image(inputs[0]);
        Check(
            OutChannels >= channels && (OutChannels - channels) % 2 == 0,
            $"cannot pad {channels} channels evenly to {OutChannels}");
        return [OutChannels, (height + 1) / 2, (width + 1) / 2];
    }
}
