using System.Globalization;

namespace Distill.Data.Augmenting;

/// <summary>
/// Mixes a sample of a view with another sample of the same view: <c>mixup</c> blends both images (Zhang et al. 2018), <c>cutmix</c>
/// pastes a box of the other one (Yun et al. 2019). As all else of a view it is a function of (seed, view, sample), so that the teacher
/// labels the very image that the student sees.
/// </summary>
/// <param name="boxes">Whether a box is pasted instead of blending.</param>
/// <param name="alpha">The share of the sample itself follows Beta(alpha, alpha).</param>
/// <param name="probability">The share of samples that are mixed.</param>
internal sealed class Mixing(bool boxes, double alpha, double probability)
{
    private const int MostTries = 24;

    /// <summary>The canonical text: kind and every number that matters.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(boxes ? "cutmix" : "mixup")}({alpha:R},p={probability:R})");

    /// <summary>What a sample is mixed with; null for a sample that stays alone.</summary>
    public Mix? Of(in Draws draws, int samples, ImageShape shape)
    {
        if (!draws.Happens(probability) || samples < 2)
        {
            return null;
        }

        var partner = draws.Below(samples, 1);
        var share = Beta(draws);
        if (!boxes)
        {
            return new Mix(partner, share, default);
        }

        var side = Math.Sqrt(1 - share);
        var (width, height) = ((int)(shape.Width * side), (int)(shape.Height * side));
        var (x, y) = (draws.Below(shape.Width, 2), draws.Below(shape.Height, 3));
        var box = Box.Clipped(x - (width / 2), y - (height / 2), width, height, shape);
        return new Mix(partner, 1 - ((double)box.Area / (shape.Width * shape.Height)), box);
    }

    /// <summary>Brings the partner's pixels into a sample's.</summary>
    public void Apply(in Mix mix, ReadOnlySpan<float> partner_HWC, ImageShape shape, Span<float> pixels_HWC)
    {
        if (!boxes)
        {
            var share = (float)mix.Share;
            for (var i = 0; i < pixels_HWC.Length; i++)
            {
                pixels_HWC[i] = (share * pixels_HWC[i]) + ((1 - share) * partner_HWC[i]);
            }

            return;
        }

        var (row, length) = (shape.Width * shape.Channels, mix.Box.Width * shape.Channels);
        for (var y = mix.Box.Top; y < mix.Box.Top + mix.Box.Height; y++)
        {
            var start = (y * row) + (mix.Box.Left * shape.Channels);
            partner_HWC.Slice(start, length).CopyTo(pixels_HWC[start..]);
        }
    }

    // Beta(1, 1) is uniform; others by Jöhnk's rejection, whose rare failure is taken for an even mixture.
    private double Beta(in Draws draws)
    {
        if (alpha == 1)
        {
            return draws.Uniform(4);
        }

        for (var i = 0; i < MostTries; i++)
        {
            var (u, v) = (Math.Pow(draws.Uniform(4 + (2 * i)), 1 / alpha), Math.Pow(draws.Uniform(5 + (2 * i)), 1 / alpha));
            if (u + v is > 0 and <= 1)
            {
                return u / (u + v);
            }
        }

        return 0.5;
    }

    /// <summary>A part of an image, in pixels.</summary>
    internal readonly record struct Box(int Left, int Top, int Width, int Height)
    {
        public int Area => Width * Height;

        public static Box Clipped(int left, int top, int width, int height, ImageShape shape)
        {
            var (x, y) = (Math.Max(0, left), Math.Max(0, top));
            return new Box(x, y, Math.Max(0, Math.Min(shape.Width, left + width) - x), Math.Max(0, Math.Min(shape.Height, top + height) - y));
        }
    }

    /// <summary>What a sample is mixed with.</summary>
    /// <param name="Partner">The other sample.</param>
    /// <param name="Share">The part of the mixture that is the sample itself.</param>
    /// <param name="Box">Where the partner shows, if a box is pasted.</param>
    internal readonly record struct Mix(int Partner, double Share, Box Box);
}
