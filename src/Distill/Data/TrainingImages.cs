using Distill.Jobs;

namespace Distill.Data;

/// <summary>Which of a dataset's training images a job trains on, validates on, and knows the labels of.</summary>
internal static class TrainingImages
{
    private const ulong ValidationSeed = 0x5661_6c69_6461_7465;

    /// <summary>Skips, limits, holds out and hides labels, in this order.</summary>
    /// <exception cref="DataProblemException">Nothing is left to train on.</exception>
    public static (ImageSet Train, ImageSet? Validation) Of(ImageSet all, DatasetSpec spec)
    {
        var train = Limited(Skipped(all, spec.TrainSkip), spec.TrainLimit);
        ImageSet? validation = null;
        if (spec.Validation is { } count)
        {
            // Nobody can choose by an image whose class is not known.
            int[] order = [.. Permutations.Shuffle(ValidationSeed, 0, train.Count).Where(sample => train.Labels[sample] != ImageSet.Unlabelled)];
            if (count >= order.Length)
            {
                throw new DataProblemException(
                    $"dataset.validation is {count}, but there are only {order.Length} training images{(order.Length < train.Count ? " with a label" : "")}: hold out fewer.");
            }

            var heldOut = order[..count];
            validation = new PickedImages(train, heldOut, $"held-out {count}");
            train = new PickedImages(train, [.. Enumerable.Range(0, train.Count).Except(heldOut)], $"not held-out {count}");
        }

        if (spec.Labelled is { } labelled)
        {
            var there = train.Labels.Count(label => label != ImageSet.Unlabelled);
            if (labelled > there)
            {
                throw new DataProblemException(
                    $"dataset.labelled is {labelled}, but only {there} training images have a label: give {there} or fewer, or remove it.");
            }

            train = new PartlyLabelled(train, labelled);
        }

        return (train, validation);
    }

    private static ImageSet Skipped(ImageSet all, int? skip) => skip switch
    {
        null => all,
        var count when count < all.Count => new PickedImages(all, [.. Enumerable.Range(count.Value, all.Count - count.Value)], $"after {count}"),
        var count => throw new DataProblemException(
            $"dataset.train_skip is {count}, but there are only {all.Count} training images: skip fewer."),
    };

    private static ImageSet Limited(ImageSet images, int? limit) => limit switch
    {
        null => images,
        < 1 => throw new DataProblemException(
            $"dataset.train_limit is {limit}, which leaves nothing to train on: give a positive number or remove it."),
        _ => limit < images.Count ? new FirstImages(images, limit.Value) : images,
    };
}
