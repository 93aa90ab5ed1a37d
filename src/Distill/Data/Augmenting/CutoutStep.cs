namespace Distill.Data.Augmenting;

/// <summary>
/// <c>cutout</c>: covers a square with the mean colour. Its centre may be any pixel, so it may hang over the edge
/// (DeVries and Taylor, 2017, arXiv:1708.04552).
/// </summary>
internal sealed class CutoutStep(int size, double probability) : AugmentStep(probability)
{
    public override void Apply(ref Canvas canvas, in Draws draws)
    {
        var left = draws.Below(canvas.Shape.Width, 1) - size / 2;
        var top = draws.Below(canvas.Shape.Height, 2) - size / 2;
        canvas.Cover(left, top, size, size);
    }

    public override string ToString() => Text("cutout", size);
}
