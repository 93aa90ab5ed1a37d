namespace Distill.Data.Augmenting;

/// <summary><c>flip</c>: swaps left and right.</summary>
internal sealed class FlipStep(double probability) : AugmentStep(probability)
{
    public override void Apply(ref Canvas canvas, in Draws draws) => canvas.Mirror();

    public override string ToString() => Text("flip");
}
