using System.Security.Cryptography;
using System.Text;

namespace Distill.Data;

/// <summary>Images to learn from, images to be judged by, and what their classes are called.</summary>
/// <param name="name">What reports call it: the kind, or the folder's name.</param>
/// <param name="train">The training images.</param>
/// <param name="test">The held-out images, of the same shape and classes.</param>
/// <param name="classes">The names of the classes, in the order of the labels.</param>
/// <param name="normalization">Replaces the statistics of the training pixels.</param>
public sealed class Dataset(
    string name, ImageSet train, ImageSet test, IReadOnlyList<string> classes, Normalization? normalization = null)
{
    private readonly Lazy<string> _digest = new(() => DigestOf(train, test, classes));
    private readonly Lazy<Normalization> _normalization = new(() => normalization ?? PixelStatistics.Of(train));

    /// <summary>What reports call the dataset.</summary>
    public string Name => name;

    /// <summary>The images to learn from.</summary>
    public ImageSet Train => train;

    /// <summary>The images that no network is trained on.</summary>
    public ImageSet Test => test;

    /// <summary>Images held out of the training set to choose by, so that the test images choose nothing; null where none are.</summary>
    public ImageSet? Validation { get; init; }

    /// <summary>The names of the classes; a label is an index into them.</summary>
    public IReadOnlyList<string> Classes => classes;

    /// <summary>SHA-256 (lower-case hex) over class names, training and test images; computed at the first call.</summary>
    public string Digest => _digest.Value;

    /// <summary>
    /// What pixels are normalised with: the values given to the constructor, else mean and deviation of the training
    /// pixels, computed at the first call with exact integer sums.
    /// </summary>
    public Normalization Normalization => _normalization.Value;

    private static string DigestOf(ImageSet train, ImageSet test, IReadOnlyList<string> classes)
    {
        var text = $"dataset/1\n{string.Join('\n', classes)}\n\n{train.Digest}\n{test.Digest}\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
