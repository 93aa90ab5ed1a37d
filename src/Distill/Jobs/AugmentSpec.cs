namespace Distill.Jobs;

/// <summary>One augmentation: a kind and how strong it is.</summary>
public sealed record AugmentSpec
{
    /// <summary><c>crop</c>, <c>flip</c>, <c>cutout</c>, <c>erase</c>, <c>translate</c>, <c>rotate</c>; last of all <c>mixup</c> or <c>cutmix</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// The strength, in the unit of the kind; the job file spells it with the name in brackets. <c>crop</c>: zero padding
    /// in pixels (<c>padding</c>; an eighth of the image's shorter side when <see langword="null"/>, which is the usual 4
    /// for 32 pixels). <c>cutout</c>: side of the square in pixels (<c>size</c>; a quarter). <c>erase</c>: largest share of
    /// the area (<c>area</c>; 0.33). <c>translate</c>: largest shift in pixels (<c>pixels</c>; an eighth). <c>rotate</c>:
    /// largest angle in degrees (<c>degrees</c>; 10). <c>mixup</c> and <c>cutmix</c>: how evenly two samples are mixed (<c>alpha</c>; 0.2
    /// and 1). <c>flip</c> has none.
    /// </summary>
    public double? Amount { get; init; }

    /// <summary>
    /// Chance that a sample of a view is changed, 0 to 1; <see langword="null"/> is the usual one of the kind: 0.5 for
    /// <c>flip</c> and <c>erase</c>, 1 for all others.
    /// </summary>
    public double? Probability { get; init; }
}
