namespace Distill.Networks;

/// <summary>How far a sliding window reaches along one side of an image.</summary>
internal static class Window
{
    /// <summary>The number of positions of the window, by PyTorch's rules.</summary>
    /// <param name="size">Pixels along the side.</param>
    /// <param name="kernel">Pixels under the window, after dilation.</param>
    /// <param name="stride">Pixels from one position to the next.</param>
    /// <param name="padding">Pixels added at either end.</param>
    /// <param name="ceilMode">Whether a last window may stick out, as long as it starts inside the image or its left padding.</param>
    public static long Positions(long size, long kernel, long stride, long padding, bool ceilMode = false)
    {
        var room = size + 2 * padding - kernel;
        var positions = (ceilMode ? CeilingDivide(room, stride) : FloorDivide(room, stride)) + 1;
        if (ceilMode && (positions - 1) * stride >= size + padding)
        {
            positions--;
        }

        return positions > 0
            ? positions
            : throw new NetworkProblemException($"has a window of {kernel} pixels, but the image has only {size} there");
    }

    private static long FloorDivide(long value, long divisor) =>
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor);

    private static long CeilingDivide(long value, long divisor) => -FloorDivide(-value, divisor);
}
