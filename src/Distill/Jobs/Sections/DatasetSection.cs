using Distill.Data;
using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>dataset</c>.</summary>
internal static class DatasetSection
{
    private const string Digits = "digits";

    private const string Images = "images";

    private static readonly SectionForm<Normalization> s_normalization = new(
        _ => new([], []),
        [
            new Key<Normalization, IReadOnlyList<double>>("mean", Form.List(Form.Number(0, 1), "[0.49, 0.48, 0.45]", least: 1), n => Doubles(n.Mean), (n, mean) => n with { Mean = Floats(mean) })
            {
                About = "mean of each channel, on the scale from 0 to 1",
                Required = true,
            },
            new Key<Normalization, IReadOnlyList<double>>("std", Form.List(Form.NumberBetween(0), "[0.25, 0.24, 0.26]", least: 1), n => Doubles(n.Std), (n, std) => n with { Std = Floats(std) })
            {
                About = "standard deviation of each channel, on the scale from 0 to 1",
                Required = true,
            },
        ])
    {
        Check = reading =>
        {
            if (reading.States("mean") && reading.States("std") && reading.Value.Mean.Count != reading.Value.Std.Count)
            {
                reading.Problem("std", $"{reading.Path} has {reading.Value.Mean.Count} means but {reading.Value.Std.Count} deviations; give one of each per channel.");
            }
        },
    };

    public static readonly SectionForm<DatasetSpec> Settings = new(
        kind => new() { Kind = kind ?? "" },
        [
            new Key<DatasetSpec, string>("kind", Form.Choice(Digits, "idx", "cifar10", "cifar100", Images), d => d.Kind, (d, kind) => d with { Kind = kind })
            {
                About = "digits, idx, cifar10, cifar100, or images for a folder of pictures per class",
                Required = true,
                KnownElsewhereAs = ["name", "type", "format"],
            },
            new Key<DatasetSpec, string>("path", Form.Text, d => d.Path, (d, path) => d with { Path = path })
            {
                About = "folder of the data, relative to the job file",
                OnlyFor = "data that does not come with the program",
                Applies = d => d.Kind != Digits,
                KnownElsewhereAs = ["root", "folder", "dir", "data_dir"],
            },
            new Key<DatasetSpec, IReadOnlyList<AugmentSpec>>("augment", Form.List(AugmentSection.Settings, "[crop, flip]"), d => d.Augment, (d, augment) => d with { Augment = augment })
            {
                About = "augmentations of a view, applied in this order",
                KnownElsewhereAs = ["augmentation", "augmentations", "transforms"],
            },
            new Key<DatasetSpec, int>("train_limit", Form.Whole(1), d => d.TrainLimit, (d, limit) => d with { TrainLimit = limit })
            {
                About = "use only the first so many training samples; null uses all",
                Clear = d => d with { TrainLimit = null },
                KnownElsewhereAs = ["limit"],
            },
            Count("train_skip", "leave out the first so many training samples, before train_limit; null leaves out none", d => d.TrainSkip, (d, count) => d with { TrainSkip = count }, "skip"),
            Count("validation", "hold so many training samples out, to choose by: an early stop, the best of a sweep; null holds out none", d => d.Validation, (d, count) => d with { Validation = count }, "val", "holdout"),
            Count("labelled", "use the labels of so many training samples only, as many of each class; null uses all", d => d.Labelled, (d, count) => d with { Labelled = count }, "labeled", "labels"),
            new Key<DatasetSpec, string>("unlabelled", Form.Text, d => d.Unlabelled, (d, folder) => d with { Unlabelled = folder })
            {
                About = "folder beside train and test with pictures that have no class; null for none",
                Clear = d => d with { Unlabelled = null },
                IsWritten = d => d.Unlabelled is not null,
                OnlyFor = Images,
                Applies = d => d.Kind == Images,
                KnownElsewhereAs = ["unlabeled"],
            },
            new Key<DatasetSpec, int>("size", Form.Whole(1, 4096), d => d.Size, (d, size) => d with { Size = size })
            {
                About = "height and width in pixels that pictures are brought to; null where all have one size already",
                Clear = d => d with { Size = null },
                OnlyFor = Images,
                Applies = d => d.Kind == Images,
            },
            new Key<DatasetSpec, Normalization>("normalization", s_normalization, d => d.Normalization, (d, normalization) => d with { Normalization = normalization })
            {
                About = "mean and deviation that pixels are normalised with; null takes the teacher's, or the training images'",
                Clear = d => d with { Normalization = null },
                KnownElsewhereAs = ["normalisation", "normalize"],
            },
        ])
    {
        Shorthand = "kind",
        Check = reading =>
        {
            var (dataset, path) = (reading.Value, reading.Path);
            if (reading.States("kind") && dataset.Kind != Digits && !reading.States("path"))
            {
                reading.Problem("kind", $"{path} of kind {dataset.Kind} needs \"path\": the folder of the data, relative to the job file.");
            }
        },
    };

    private static Key<DatasetSpec, int> Count(
        string name, string about, Func<DatasetSpec, int?> get, Func<DatasetSpec, int?, DatasetSpec> set, params string[] elsewhere) =>
        new(name, Form.Whole(1), d => get(d), (d, count) => set(d, count))
        {
            About = about,
            Clear = d => set(d, null),
            IsWritten = d => get(d) is not null,
            KnownElsewhereAs = elsewhere,
        };

    private static double[] Doubles(IReadOnlyList<float> values) => [.. values.Select(value => (double)value)];

    private static float[] Floats(IReadOnlyList<double> values) => [.. values.Select(value => (float)value)];
}
