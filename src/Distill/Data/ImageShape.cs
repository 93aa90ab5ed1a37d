namespace Distill.Data;

/// <summary>The shape of one image; memory order is always height, width, channel (HWC).</summary>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels of a row.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>How many numbers make an image: channels times height times width.</summary>
    public int Length => Channels * Height * Width;

    /// <summary>Channels first, as shapes are usually quoted: <c>3x32x32</c>.</summary>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
