using Distill.Data.Augmenting;
using Distill.Jobs;

namespace Distill.Data;

/// <summary>Makes augmentations from what a job file says.</summary>
public static class Augmentations
{
    /// <summary>Every kind of step, as job files spell it; mixup and cutmix, which come after all steps, are none.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["crop", "flip", "cutout", "erase", "translate", "rotate"];

    /// <summary>Resolves the defaults, some of which depend on the size of the images, and checks the ranges.</summary>
    /// <param name="specs">The steps in the order in which they are applied.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <exception cref="DataProblemException">A kind is unknown or a strength does not fit the images.</exception>
    public static Augmentation Parse(IReadOnlyList<AugmentSpec> specs, ImageShape shape) =>
        specs.Count == 0 ? Augmentation.None
        : specs[^1].Kind is "mixup" or "cutmix" ? new Augmentation(Steps(specs.SkipLast(1), shape), MixingOf(specs[^1], specs.Count - 1))
        : new Augmentation(Steps(specs, shape));

    private static AugmentStep[] Steps(IEnumerable<AugmentSpec> specs, ImageShape shape) => [.. specs.Select((spec, i) => Step(spec, i, shape))];

    private static Mixing MixingOf(AugmentSpec spec, int index)
    {
        var (alpha, probability) = (spec.Amount ?? (spec.Kind == "mixup" ? 0.2 : 1), spec.Probability ?? 1);
        return alpha is > 0 and <= 1 && probability is >= 0 and <= 1
            ? new Mixing(spec.Kind == "cutmix", alpha, probability)
            : throw new DataProblemException($"dataset.augment[{index}] ({spec.Kind}) has alpha {alpha} and probability {probability}: give an alpha above 0, at most 1, and a probability from 0 to 1.");
    }

    private static AugmentStep Step(AugmentSpec spec, int index, ImageShape shape)
    {
        var side = Math.Min(shape.Height, shape.Width);
        var key = $"dataset.augment[{index}]";
        var probability = spec.Probability ?? (spec.Kind is "flip" or "erase" ? 0.5 : 1);
        if (!(probability is >= 0 and <= 1))
        {
            throw new DataProblemException($"{key} ({spec.Kind}) has probability {probability}: give a number from 0 to 1.");
        }

        return spec.Kind switch
        {
            "crop" => new ShiftStep("crop", Pixels("padding", Math.Max(1, side / 8), side - 1), probability),
            "translate" => new ShiftStep("translate", Pixels("pixels", Math.Max(1, side / 8), side - 1), probability),
            "flip" => new FlipStep(probability),
            "cutout" => new CutoutStep(Pixels("size", Math.Max(1, side / 4), 2 * side), probability),
            "erase" => new EraseStep(Amount("area", 0.33, 0.01, 1), probability),
            "rotate" => new RotateStep(Amount("degrees", 10, 0, 180), probability),
            "mixup" or "cutmix" => throw new DataProblemException(
                $"{key} is {spec.Kind}, which mixes finished images: put it last, and only one of mixup and cutmix."),
            _ => throw new DataProblemException(
                $"{key} is '{spec.Kind}', which is no augmentation: use one of {string.Join(", ", Kinds)}, mixup, cutmix."),
        };

        int Pixels(string name, int usual, int most)
        {
            var amount = Amount(name, usual, 1, most);
            return amount == Math.Floor(amount) ? (int)amount : throw Unfit(name, amount, $"a whole number from 1 to {most}");
        }

        double Amount(string name, double usual, double least, double most)
        {
            var amount = spec.Amount ?? usual;
            return amount >= least && amount <= most ? amount : throw Unfit(name, amount, $"{least} to {most}");
        }

        DataProblemException Unfit(string name, double amount, string range) =>
            new($"{key} ({spec.Kind}) has {name} {amount}, which does not fit images of {shape.Width}x{shape.Height} pixels: give {range}.");
    }
}
