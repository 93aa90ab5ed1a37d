namespace Distill.Data.Augmenting;

/// <summary>
/// <c>crop</c> and <c>translate</c>: moves the image by up to so many pixels in both directions; what comes into view is
/// black. Cropping a random window out of an image padded with zeros is just that.
/// </summary>
internal sealed class ShiftStep(string kind, int pixels, double probability) : AugmentStep(probability)
{
    public override void Apply(ref Canvas canvas, in Draws draws) =>
        canvas.Shift(draws.Below(2 * pixels + 1, 1) - pixels, draws.Below(2 * pixels + 1, 2) - pixels);

    public override string ToString() => Text(kind, pixels);
}
