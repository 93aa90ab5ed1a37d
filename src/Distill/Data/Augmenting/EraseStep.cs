namespace Distill.Data.Augmenting;

/// <summary>
/// <c>erase</c>: covers a rectangle of random area and shape, wholly inside the image, with the mean colour (random
/// erasing: Zhong et al., 2017, arXiv:1708.04896). An image into which none of ten tries fits stays as it is.
/// </summary>
/// <remarks>Only operations that IEEE 754 rounds exactly are used: a logarithm may differ between C libraries.</remarks>
internal sealed class EraseStep(double largestArea, double probability) : AugmentStep(probability)
{
    private const int Tries = 10;
    private const double SmallestArea = 0.02;
    private const double LongestSide = 3.3;

    public override void Apply(ref Canvas canvas, in Draws draws)
    {
        var (pixels, least) = (canvas.Shape.Height * canvas.Shape.Width, Math.Min(SmallestArea, largestArea));
        for (var index = 1; index < 1 + 5 * Tries; index += 5)
        {
            var area = pixels * (least + draws.Uniform(index) * (largestArea - least));
            var aspect = 1 + draws.Uniform(index + 1) * (LongestSide - 1);
            var (longer, shorter) = ((int)Math.Round(Math.Sqrt(area * aspect)), (int)Math.Round(Math.Sqrt(area / aspect)));
            var (width, height) = draws.Below(2, index + 2) == 0 ? (longer, shorter) : (shorter, longer);
            if (shorter > 0 && width <= canvas.Shape.Width && height <= canvas.Shape.Height)
            {
                var left = draws.Below(canvas.Shape.Width - width + 1, index + 3);
                var top = draws.Below(canvas.Shape.Height - height + 1, index + 4);
                canvas.Cover(left, top, width, height);
                return;
            }
        }
    }

    public override string ToString() => Text("erase", largestArea);
}
