using Distill.Data;

namespace Distill.Jobs;

/// <summary>Where the images come from and how each view of them is augmented.</summary>
public sealed record DatasetSpec
{
    /// <summary><c>digits</c> (bundled), <c>idx</c>, <c>cifar10</c>, <c>cifar100</c> or <c>images</c> (a folder per class).</summary>
    public required string Kind { get; init; }

    /// <summary>Folder of the dataset, relative to the job file; <see langword="null"/> for bundled data.</summary>
    public string? Path { get; init; }

    /// <summary>Augmentations of a view, applied in this order. Default: none, all views are then alike.</summary>
    public IReadOnlyList<AugmentSpec> Augment { get; init; } = [];

    /// <summary>Uses only the first so many training samples; <see langword="null"/> uses all.</summary>
    public int? TrainLimit { get; init; }

    /// <summary>Leaves out the first so many training samples, before <see cref="TrainLimit"/>; <see langword="null"/> leaves out none.</summary>
    public int? TrainSkip { get; init; }

    /// <summary>
    /// Holds so many training samples out, to measure on: what is chosen (an early stop, the best of a sweep) is chosen by them.
    /// <see langword="null"/> holds out none.
    /// </summary>
    public int? Validation { get; init; }

    /// <summary>
    /// Uses the labels of so many training samples only, as many of each class; of the others only the teacher's. <see langword="null"/>
    /// uses all.
    /// </summary>
    public int? Labelled { get; init; }

    /// <summary>
    /// Folder, beside <c>train</c> and <c>test</c>, of pictures that have no class; <see langword="null"/> for none.
    /// </summary>
    public string? Unlabelled { get; init; }

    /// <summary>
    /// Height and width, in pixels, that pictures of a folder are brought to; <see langword="null"/> for datasets whose
    /// images have one size already.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>
    /// Mean and deviation per channel that the pixels are normalised with; <see langword="null"/> takes those of the
    /// teacher where its file states them, else those of the training images.
    /// </summary>
    public Normalization? Normalization { get; init; }
}
