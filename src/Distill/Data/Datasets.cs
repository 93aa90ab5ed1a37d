using Distill.Data.Formats;
using Distill.Jobs;

namespace Distill.Data;

/// <summary>Opens datasets by the kind that a job file names.</summary>
public static class Datasets
{
    private static readonly IDatasetFormat[] s_formats =
    [
        new DigitsFormat(), new IdxFormat(), new Cifar10Format(), new Cifar100Format(), new ImageFolderFormat(),
    ];

    /// <summary>Every kind that can be opened, as job files spell it.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. s_formats.Select(format => format.Kind)];

    /// <summary>
    /// Opens a dataset. Formats with one file for many images are read and checked here; the pictures of a folder are
    /// decoded when they are needed.
    /// </summary>
    /// <param name="spec">What to open.</param>
    /// <param name="baseFolder">The folder that a relative <see cref="DatasetSpec.Path"/> starts from.</param>
    /// <exception cref="DataProblemException">The dataset is absent, damaged or not of that kind.</exception>
    public static Dataset Open(DatasetSpec spec, string baseFolder)
    {
        var format = FormatOf(spec);
        if (spec.Size is not null && format is not ImageFolderFormat)
        {
            throw new DataProblemException(
                $"dataset.size applies to pictures of a folder (kind: images) and {spec.Kind} has a size already: remove dataset.size.");
        }

        if (spec.Unlabelled is not null && format is not ImageFolderFormat)
        {
            throw new DataProblemException(
                $"dataset.unlabelled is a folder of pictures (kind: images), which {spec.Kind} has not: use dataset.labelled to leave labels out.");
        }

        var dataset = Guarded(spec, baseFolder, () => format.Open(spec, baseFolder));
        var (train, validation) = TrainingImages.Of(dataset.Train, spec);
        CheckNormalization(spec.Normalization, train.Shape);
        return new Dataset(dataset.Name, train, dataset.Test, dataset.Classes, spec.Normalization) { Validation = validation };
    }

    /// <summary>
    /// The full paths of the files that <see cref="Open"/> reads, all below the dataset's folder; none for a dataset that the
    /// program brings along. Nothing else in that folder counts.
    /// </summary>
    /// <exception cref="DataProblemException">The dataset is absent or lacks a file.</exception>
    public static IReadOnlyList<string> FilesOf(DatasetSpec spec, string baseFolder)
    {
        var format = FormatOf(spec);
        return Guarded(spec, baseFolder, () => format.FilesOf(spec, baseFolder));
    }

    private static IDatasetFormat FormatOf(DatasetSpec spec) =>
        s_formats.FirstOrDefault(format => format.Kind == spec.Kind)
        ?? throw new DataProblemException($"There is no dataset kind '{spec.Kind}': set dataset.kind to one of {string.Join(", ", Kinds)}.");

    private static T Guarded<T>(DatasetSpec spec, string baseFolder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataProblemException(
                $"The {spec.Kind} dataset in {Path.Combine(baseFolder, spec.Path ?? "")} cannot be read ({exception.Message.TrimEnd('.')}): "
                + "check that this user may read the folder and all files in it.",
                exception);
        }
    }

    private static void CheckNormalization(Normalization? normalization, ImageShape shape)
    {
        if (normalization is null)
        {
            return;
        }

        if (normalization.Mean.Count != shape.Channels || normalization.Std.Count != shape.Channels)
        {
            throw new DataProblemException(
                $"dataset.normalization has {normalization.Mean.Count} means and {normalization.Std.Count} deviations for images of "
                + $"{shape.Channels} channels: give one of each per channel, or remove it to use those of the training images.");
        }

        if (!normalization.Mean.All(float.IsFinite) || !normalization.Std.All(std => float.IsFinite(std) && std > 0))
        {
            throw new DataProblemException(
                "dataset.normalization has a mean that is no number or a deviation that is not positive: "
                + "give values on the 0 to 1 scale, or remove it to use those of the training images.");
        }
    }
}
