using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of one item of <c>augment</c>. Every kind has its own word for its strength.</summary>
internal static class AugmentSection
{
    public static readonly SectionForm<AugmentSpec> Settings = new(
        Usual,
        [
            new Key<AugmentSpec, string>("kind", new ChoiceForm(["crop", "flip", "cutout", "erase", "translate", "rotate", "mixup", "cutmix"]) { KnownElsewhere = new Dictionary<string, string> { ["shift"] = "translate", ["mirror"] = "flip", ["random_erase"] = "erase" } }, a => a.Kind, (a, kind) => a with { Kind = kind })
            {
                About = "crop, flip, cutout, erase, translate or rotate; last of all mixup or cutmix",
                Required = true,
                KnownElsewhereAs = ["name", "type"],
            },
            Strength("padding", "crop", Form.Whole(1, 512), "zero padding in pixels before the crop; null is an eighth of the image"),
            Strength("size", "cutout", Form.Whole(1, 4096), "side of the blanked square in pixels; null is a quarter of the image"),
            Strength("area", ["erase"], Form.NumberBetween(0, 1), "largest share of the image that is blanked"),
            Strength("pixels", "translate", Form.Whole(1, 512), "largest shift in pixels; null is an eighth of the image"),
            Strength("degrees", ["rotate"], Form.NumberBetween(0, 180), "largest angle in degrees"),
            Strength("alpha", ["mixup", "cutmix"], Form.Number(0.01, 1), "the share of the sample itself follows Beta(alpha, alpha)"),
            new Key<AugmentSpec, double>("probability", Form.Number(0, 1), a => a.Probability, (a, chance) => a with { Probability = chance })
            {
                About = "chance that a sample is changed",
                KnownElsewhereAs = ["p"],
            },
        ])
    {
        Shorthand = "kind",
    };

    /// <summary>A kind with the strength that is usual for it.</summary>
    private static AugmentSpec Usual(string? kind) => new()
    {
        Kind = kind ?? "",
        Amount = kind switch { "erase" => 0.33, "rotate" => 10, "mixup" => 0.2, "cutmix" => 1, _ => null },
        Probability = kind is "flip" or "erase" ? 0.5 : 1,
    };

    private static Key<AugmentSpec, int> Strength(string name, string kind, Form<int> form, string about) =>
        new(name, form, a => a.Amount is { } amount ? (int)amount : null, (a, amount) => a with { Amount = amount })
        {
            About = about,
            OnlyFor = kind,
            Applies = a => a.Kind == kind,
            Clear = a => a with { Amount = null },
        };

    private static Key<AugmentSpec, double> Strength(string name, string[] kinds, Form<double> form, string about) =>
        new(name, form, a => a.Amount, (a, amount) => a with { Amount = amount })
        {
            About = about,
            OnlyFor = string.Join(" and ", kinds),
            Applies = a => kinds.Contains(a.Kind),
        };
}
