namespace Distill.Data;

/// <summary>Labelled images of one shape, in a fixed order. A sample is known by its position in that order.</summary>
/// <remarks>Implementations are immutable and may be read by any number of threads at once.</remarks>
public abstract class ImageSet
{
    /// <summary>What stands for the class of an image that nobody has labelled.</summary>
    public const int Unlabelled = -1;

    /// <summary>The shape that every image has.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>How many images there are.</summary>
    public abstract int Count { get; }

    /// <summary>The class of each image, counted from 0, or <see cref="Unlabelled"/>, in the order of the images.</summary>
    public abstract IReadOnlyList<int> Labels { get; }

    /// <summary>
    /// SHA-256 (lower-case hex) over everything that decides what a network gets to see: shape, labels and pixels, or the
    /// files that they are decoded from. File names and folders do not enter.
    /// </summary>
    /// <exception cref="DataProblemException">A file that is read only now turns out to be damaged.</exception>
    public abstract string Digest { get; }

    /// <summary>Writes the bytes of one image, row by row, the channels of a pixel side by side.</summary>
    /// <param name="sample">Position of the image, from 0.</param>
    /// <param name="pixels_HWC">Exactly <see cref="ImageShape.Length"/> bytes.</param>
    /// <exception cref="DataProblemException">The image's file cannot be decoded or has another size.</exception>
    public abstract void Read(int sample, Span<byte> pixels_HWC);
}
