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
        var channels = Shape.Channels;
        var (right, bottom) = (Math.Min(left + width, Shape.Width), Math.Min(top + height, Shape.Height));
        for (var y = Math.Max(top, 0); y < bottom; y++)
        {
            for (var x = Math.Max(left, 0); x < right; x++)
            {
                _cover_C.CopyTo(_pixels_HWC[((y * Shape.Width + x) * channels)..]);
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

        var (p, channels) = (_placement, Shape.Channels);
        _spare_HWC.Clear();
        for (var y = p.Top; y < p.Bottom; y++)
        {
            for (var x = p.Left; x < p.Right; x++)
            {
                var sourceX = p.Mirrored ? p.OffsetX - x : p.OffsetX + x;
                var source = ((y + p.OffsetY) * Shape.Width + sourceX) * channels;
                var target = (y * Shape.Width + x) * channels;
                for (var c = 0; c < channels; c++)
                {
                    _spare_HWC[target + c] = _pixels_HWC[source + c];
                }
            }
        }

        SwapBuffers();
        _placement = Augmenting.Placement.Whole(Shape);
    }

    private void SwapBuffers()
    {
        var pixels_HWC = _pixels_HWC;
        _pixels_HWC = _spare_HWC;
        _spare_HWC = pixels_HWC;
    }
}
