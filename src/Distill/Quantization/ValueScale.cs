namespace Distill.Quantization;

/// <summary>How the numbers of a tensor are written as bytes: number = scale × (byte − zero point).</summary>
internal sealed record ValueScale(float Scale, int ZeroPoint, bool Signed)
{
    private const double Smallest = 1e-12;

    /// <summary>Spreads a range over the bytes.</summary>
    public static ValueScale Of(ActivationRange range, bool signed)
    {
        // Zero in the middle, as ARM's kernels and accelerators want it. What a rectifier lets through begins at the lowest byte: only then is
        // the rectifier part of the rounding, and convolution and rectifier stay one kernel.
        if (signed && range.Lower < 0)
        {
            return new ValueScale((float)(Math.Max(-range.Lower, range.Upper) / sbyte.MaxValue), 0, Signed: true);
        }

        var lowest = signed ? sbyte.MinValue : 0;
        var scale = (range.Upper - range.Lower) / byte.MaxValue;
        return scale < Smallest
            ? new ValueScale(1, lowest, signed)
            : new ValueScale((float)scale, lowest + (int)Math.Clamp(Math.Round(-range.Lower / scale), 0, byte.MaxValue), signed);
    }
}
