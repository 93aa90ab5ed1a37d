namespace Distill.Data.Augmenting;

/// <summary>
/// <c>rotate</c>: turns the image around its centre by up to so many degrees either way, bilinear, black outside.
/// </summary>
internal sealed class RotateStep(double degrees, double probability) : AugmentStep(probability)
{
    public override void Apply(ref Canvas canvas, in Draws draws)
    {
        var (cosine, sine) = Turn.Of((2 * (double)draws.Uniform(1) - 1) * degrees);
        canvas.Rotate(cosine, sine);
    }

    public override string ToString() => Text("rotate", degrees);
}
