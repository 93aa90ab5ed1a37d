namespace Distill.Data.Augmenting;

/// <summary>
/// Cosine and sine as 16.16 fixed-point numbers. Their Taylor series is summed here because the C library's functions
/// differ in the last bit between versions and processors, and pixels must not.
/// </summary>
internal static class Turn
{
    /// <summary>The number that stands for 1.</summary>
    public const int One = 1 << 16;

    // The first term left out, π^27 / 27!, is far below the last fixed-point bit.
    private const int Terms = 26;

    /// <param name="degrees">From -180 to 180.</param>
    public static (int Cosine, int Sine) Of(double degrees)
    {
        var angle = degrees * (Math.PI / 180);
        var (cosine, sine, term) = (0.0, 0.0, 1.0);
        for (var n = 0; n < Terms; n++)
        {
            var sign = n % 4 < 2 ? 1 : -1;
            if (n % 2 == 0)
            {
                cosine += sign * term;
            }
            else
            {
                sine += sign * term;
            }

            term *= angle / (n + 1);
        }

        return ((int)Math.Round(cosine * One), (int)Math.Round(sine * One));
    }
}
