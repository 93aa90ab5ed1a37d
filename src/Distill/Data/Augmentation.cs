using Distill.Data.Augmenting;

namespace Distill.Data;

/// <summary>What is done to every sample of a view, step by step. Made by <see cref="Augmentations.Parse"/>.</summary>
/// <remarks>
/// A pure function of (seed, view, sample): teachers and students make the same pixels wherever they run, so labels
/// travel without images.
/// </remarks>
public sealed class Augmentation
{
    /// <summary>Raised whenever the same steps would make other pixels than before; old labels then no longer fit.</summary>
    private const int Version = 1;

    internal Augmentation(IReadOnlyList<AugmentStep> steps, Mixing? mixing = null)
    {
        (Steps, Mixing) = (steps, mixing);
        object[] parts = mixing is null ? [.. steps] : [.. steps, mixing];
        Canonical = $"augment/{Version} {(parts.Length == 0 ? "none" : string.Join(' ', parts))}";
    }

    /// <summary>No step: all views of a sample are alike.</summary>
    public static Augmentation None { get; } = new([]);

    /// <summary>
    /// One line that holds everything that decides the pixels, defaults spelt out:
    /// <c>augment/1 crop(4,p=1) flip(p=0.5)</c>. It goes into the fingerprint of labels.
    /// </summary>
    public string Canonical { get; }

    /// <summary>The steps in the order in which they are applied.</summary>
    internal IReadOnlyList<AugmentStep> Steps { get; }

    /// <summary>What samples are mixed by, once all steps are done; null where they are not.</summary>
    internal Mixing? Mixing { get; }

    /// <summary>The canonical line.</summary>
    public override string ToString() => Canonical;
}
