namespace Distill.Quantization;

/// <summary>The values of a tensor that 8 bits are spread over; what lies outside is clipped. Zero is always inside, so that it stays exact.</summary>
public readonly record struct ActivationRange
{
    /// <param name="lower">The lowest value; raised to zero it is never, lowered to it always.</param>
    /// <param name="upper">The highest value.</param>
    public ActivationRange(double lower, double upper) => (Lower, Upper) = (Math.Min(lower, 0), Math.Max(upper, 0));

    /// <summary>The lowest value.</summary>
    public double Lower { get; }

    /// <summary>The highest value.</summary>
    public double Upper { get; }
}
