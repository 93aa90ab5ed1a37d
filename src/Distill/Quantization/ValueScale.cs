namespace Distill.Quantization;

/// <summary>How the numbers of a tensor are written as bytes: number = scale × (byte − zero point).</summary>
internal sealed record ValueScale(float Scale, int ZeroPoint, bool Signed)
{
    private const double Smallest = 1e-12;

    /// <summary>Spreads a range over the bytes.</summary>
    public static ValueScale Of(ActivationRange range, bool signed)
    {
        if (signed)
        {
            // Zero in the middle, as ARM's kernels and accelerators want it.
            var reach = Math.Max(-range.Lower, range.Upper);
            return new ValueScale(reach < Smallest ? 1 : (float)(reach / sbyte.MaxValue), 0, Signed: true);
        }

        var scale = (range.Upper - range.Lower) / byte.MaxValue;
        return scale < Smallest
            ? new ValueScale(1, 0, Signed: false)
            : new ValueScale((float)scale, (int)Math.Clamp(Math.Round(-range.Lower / scale), 0, byte.MaxValue), Signed: false);
    }
}
