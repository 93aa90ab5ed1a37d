using System.Buffers;
using System.Globalization;
using Distill.Data.Augmenting;

namespace Distill.Data;

/// <summary>
/// Makes the pixels that a network sees: sample by sample, for any view, as a pure function of (seed, view, sample).
/// </summary>
/// <remarks>
/// Safe for any number of threads; allocates nothing per sample. Steps work on bytes; normalisation comes last, so what is
/// black (0) in a byte image becomes <c>-mean / std</c>, and covered parts become about 0.
/// </remarks>
public sealed class ViewRenderer
{
    /// <summary>The view without augmentation, which evaluation and calibration use.</summary>
    public const int Plain = -1;

    private readonly ImageSet _images;
    private readonly Augmentation _augmentation;
    private readonly ulong _seed;
    private readonly Normalizer _normalizer;
    private readonly byte[] _cover_C;

    /// <param name="images">The samples.</param>
    /// <param name="normalization">One mean and one deviation per channel of the images.</param>
    /// <param name="augmentation">What is done to the samples of a view.</param>
    /// <param name="seed">Chooses among all series of views; belongs to the label set, not to the student.</param>
    public ViewRenderer(ImageSet images, Normalization normalization, Augmentation augmentation, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(normalization.Mean.Count, images.Shape.Channels, nameof(normalization));
        ArgumentOutOfRangeException.ThrowIfNotEqual(normalization.Std.Count, images.Shape.Channels, nameof(normalization));
        (_images, _augmentation, _seed) = (images, augmentation, seed);
        _normalizer = new Normalizer(normalization, images.Shape);
        _cover_C = [.. normalization.Mean.Select(mean => (byte)Math.Clamp(MathF.Round(mean * 255f), 0f, 255f))];
        Canonical = string.Create(
            CultureInfo.InvariantCulture,
            $"views/1 mean={string.Join(',', normalization.Mean)} std={string.Join(',', normalization.Std)} {augmentation.Canonical}");
    }

    /// <summary>The shape of every rendered image.</summary>
    public ImageShape Shape => _images.Shape;

    /// <summary>How many samples a view has.</summary>
    public int Count => _images.Count;

    /// <summary>
    /// One line that holds everything besides the images and the seed that decides the rendered numbers: normalisation,
    /// augmentation and the versions of both.
    /// </summary>
    public string Canonical { get; }

    /// <summary>Renders one sample.</summary>
    /// <param name="view">Number of the view, from 0, or <see cref="Plain"/>.</param>
    /// <param name="sample">Position in the image set, from 0.</param>
    /// <param name="pixels_HWC">Receives exactly <see cref="ImageShape.Length"/> normalised numbers, channels innermost.</param>
    /// <exception cref="DataProblemException">The image's file is damaged.</exception>
    public void Render(int view, int sample, Span<float> pixels_HWC)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(view, Plain);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)Count, nameof(sample));
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels_HWC.Length, Shape.Length);
        RenderAlone(view, sample, pixels_HWC);
        if (MixOf(view, sample) is not { } mix)
        {
            return;
        }

        var partner = ArrayPool<float>.Shared.Rent(Shape.Length);
        try
        {
            RenderAlone(view, mix.Partner, partner.AsSpan(0, Shape.Length));
            _augmentation.Mixing!.Apply(mix, partner.AsSpan(0, Shape.Length), Shape, pixels_HWC);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(partner);
        }
    }

    /// <summary>What a sample of a view is mixed with; null where it stays alone.</summary>
    internal Mixing.Mix? MixOf(int view, int sample) => view == Plain
        ? null
        : _augmentation.Mixing?.Of(new Draws(_seed, view, sample, _augmentation.Steps.Count), Count, Shape);

    /// <summary>Whether samples of views are mixed at all.</summary>
    internal bool Mixes => _augmentation.Mixing is not null;

    private void RenderAlone(int view, int sample, Span<float> pixels_HWC)
    {
        var length = Shape.Length;
        var buffers = ArrayPool<byte>.Shared.Rent(2 * length);
        try
        {
            _images.Read(sample, buffers.AsSpan(0, length));
            var canvas = new Canvas(Shape, buffers.AsSpan(0, length), buffers.AsSpan(length, length), _cover_C);
            if (view != Plain)
            {
                Augment(ref canvas, view, sample);
            }

            _normalizer.Write(canvas.Source_HWC, canvas.Placement, pixels_HWC);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffers);
        }
    }

    private void Augment(ref Canvas canvas, int view, int sample)
    {
        var steps = _augmentation.Steps;
        for (var i = 0; i < steps.Count; i++)
        {
            var draws = new Draws(_seed, view, sample, i);
            if (steps[i].Chosen(draws))
            {
                steps[i].Apply(ref canvas, draws);
            }
        }
    }
}
