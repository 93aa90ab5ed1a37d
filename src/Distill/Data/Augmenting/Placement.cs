namespace Distill.Data.Augmenting;

/// <summary>
/// How an image lies on a canvas of its own size: canvas column x shows source column <c>OffsetX ± x</c>, row y shows row
/// <c>OffsetY + y</c>, inside the window; outside it the canvas is black.
/// </summary>
/// <remarks>Shifts and flips only change these few numbers; however many there are, pixels are moved once.</remarks>
internal readonly record struct Placement
{
    private Placement(int width, int height) => (Right, Bottom) = (width, height);

    /// <summary>Whether columns run backwards.</summary>
    public bool Mirrored { get; private init; }

    public int OffsetX { get; private init; }

    public int OffsetY { get; private init; }

    public int Left { get; private init; }

    public int Top { get; private init; }

    /// <summary>First column right of the window; the window is empty when this is not beyond <see cref="Left"/>.</summary>
    public int Right { get; private init; }

    public int Bottom { get; private init; }

    /// <summary>The leftmost source column that shows in the window, at its right end when columns run backwards.</summary>
    public int FirstSourceColumn => Mirrored ? OffsetX - (Right - 1) : OffsetX + Left;

    /// <summary>Whether nothing of the image is left on the canvas.</summary>
    public bool IsEmpty => Left >= Right || Top >= Bottom;

    /// <summary>The image as it is.</summary>
    public static Placement Whole(ImageShape shape) => new(shape.Width, shape.Height);

    /// <summary>Moves right and down; what leaves the canvas is gone for good.</summary>
    public Placement Shifted(int right, int down, ImageShape shape) => this with
    {
        OffsetX = Mirrored ? OffsetX + right : OffsetX - right,
        OffsetY = OffsetY - down,
        Left = Math.Clamp(Left + right, 0, shape.Width),
        Right = Math.Clamp(Right + right, 0, shape.Width),
        Top = Math.Clamp(Top + down, 0, shape.Height),
        Bottom = Math.Clamp(Bottom + down, 0, shape.Height),
    };

    /// <summary>Swaps left and right.</summary>
    public Placement Flipped(ImageShape shape) => this with
    {
        Mirrored = !Mirrored,
        OffsetX = Mirrored ? OffsetX - (shape.Width - 1) : OffsetX + (shape.Width - 1),
        Left = shape.Width - Right,
        Right = shape.Width - Left,
    };
}
