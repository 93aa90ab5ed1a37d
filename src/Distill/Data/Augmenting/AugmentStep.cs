using System.Globalization;

namespace Distill.Data.Augmenting;

/// <summary>One step of an augmentation.</summary>
/// <param name="probability">The share of samples that it changes.</param>
internal abstract class AugmentStep(double probability)
{
    /// <summary>Changes the canvas as these random numbers say.</summary>
    public abstract void Apply(ref Canvas canvas, in Draws draws);

    /// <summary>The canonical text: kind and every number that matters.</summary>
    public abstract override string ToString();

    /// <summary>Whether this sample is one of those that are changed.</summary>
    public bool Chosen(in Draws draws) => draws.Happens(probability);

    protected string Text(string kind, double? amount = null)
    {
        var share = string.Create(CultureInfo.InvariantCulture, $"p={probability:R}");
        return amount is { } value ? string.Create(CultureInfo.InvariantCulture, $"{kind}({value:R},{share})") : $"{kind}({share})";
    }
}
