namespace Distill.Data.Augmenting;

/// <summary>
/// An image under augmentation: source pixels, how they are placed, and a second buffer for the steps that compute new
/// pixels.
/// </summary>
internal ref struct Canvas
{
    private readonly ReadOnlySpan<byte> _cover_C;
    private Span<byte> _pixels_HWC;
    private Span<byte> _spare_HWC;
    private Placement _placement;

    /// <param name="shape">The shape of the image.</param>
    /// <param name="pixels_HWC">The image, which may be overwritten.</param>
    /// <param name="spare_HWC">A buffer of the same length with any content.</param>
    /// <param name="cover_C">The colour that <see cref="Cover"/> paints with.</param>
    public Canvas(ImageShape shape, Span<byte> pixels_HWC, Span<byte> spare_HWC, ReadOnlySpan<byte> cover_C)
    {
        Shape = shape;
        _pixels_HWC = pixels_HWC;
        _spare_HWC = spare_HWC;
        _cover_C = cover_C;
        _placement = Augmenting.Placement.Whole(shape);
    }

    public ImageShape Shape { get; }

    /// <summary>The pixels that <see cref="Placement"/> refers to.</summary>
    public readonly ReadOnlySpan<byte> Source_HWC => _pixels_HWC;

    public readonly Placement Placement => _placement;

    /// <summary>Moves the image right and down; black comes into view.</summary>
    public void Shift(int right, int down) => _placement = _placement.Shifted(right, down, Shape);

    /// <summary>Swaps left and right.</summary>
    public void Mirror() => _placement = _placement.Flipped(Shape);

    /// <summary>Paints a rectangle with the covering colour; parts beyond the edges are left out.</summary>
    public void Cover(int left, int top, int width, int height)
    {
        Settle();
        var (right, bottom) = (Math.Min(left + width, Shape.Width), Math.Min(top + height, Shape.Height));
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        for (var y = top; y < bottom && left < right; y++)
        {
            var covered_WC = _pixels_HWC[((y * Shape.Width + left) * Shape.Channels)..((y * Shape.Width + right) * Shape.Channels)];
            for (var i = 0; i < covered_WC.Length; i++)
            {
                covered_WC[i] = _cover_C[i % _cover_C.Length];
            }
        }
    }

    /// <summary>Turns the image around its centre.</summary>
    /// <param name="cosine">16.16 fixed point.</param>
    /// <param name="sine">16.16 fixed point.</param>
    public void Rotate(int cosine, int sine)
    {
        Settle();
        Rotation.Apply(_pixels_HWC, _spare_HWC, Shape, cosine, sine);
        SwapBuffers();
    }

    /// <summary>Moves the pixels to where they are placed.</summary>
    private void Settle()
    {
        if (_placement == Augmenting.Placement.Whole(Shape))
        {
            return;
        }

        _spare_HWC.Clear();
        var (p, channels, columns) = (_placement, Shape.Channels, _placement.Right - _placement.Left);
        for (var y = p.Top; y < p.Bottom && !p.IsEmpty; y++)
        {
            var source_WC = _pixels_HWC.Slice(((y + p.OffsetY) * Shape.Width + p.FirstSourceColumn) * channels, columns * channels);
            var target_WC = _spare_HWC.Slice((y * Shape.Width + p.Left) * channels, columns * channels);
            if (p.Mirrored)
            {
                CopyBackwards(source_WC, target_WC, channels);
            }
            else
            {
                source_WC.CopyTo(target_WC);
            }
        }

        SwapBuffers();
        _placement = Augmenting.Placement.Whole(Shape);
    }

    private static void CopyBackwards(ReadOnlySpan<byte> source_WC, Span<byte> target_WC, int channels)
    {
        for (var i = 0; i < target_WC.Length; i += channels)
        {
            for (var c = 0; c < channels; c++)
            {
                target_WC[i + c] = source_WC[source_WC.Length - channels - i + c];
            }
        }
    }

    private void SwapBuffers()
    {
        var pixels_HWC = _pixels_HWC;
        _pixels_HWC = _spare_HWC;
        _spare_HWC = pixels_HWC;
    }
}
