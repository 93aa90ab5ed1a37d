namespace Distill.Randomness;

/// <summary>
/// Random numbers as a pure function of (seed, stream, index): any number can be drawn alone, in any order, on any
/// machine and any number of threads, and is always the same.
/// </summary>
/// <remarks>
/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011) with the seed as key and
/// (index, stream) as 128-bit counter. Only integer arithmetic and correctly rounded floating-point operations are used,
/// so the values do not depend on the processor or the C library. Give every purpose its own stream.
/// </remarks>
public static class CounterRandom
{
    /// <summary>64 uniformly distributed bits.</summary>
    public static ulong Bits(ulong seed, ulong stream, ulong index)
    {
        var (x0, x1, _, _) = Philox.Block(seed, stream, index);
        return ((ulong)x1 << 32) | x0;
    }

    /// <summary>A number in [0, 1), one of 2^24 equally spaced ones, so that every value is exact in single precision.</summary>
    public static float Uniform(ulong seed, ulong stream, ulong index) =>
        (Bits(seed, stream, index) >> 40) * (1f / (1 << 24));

    /// <summary>An integer in [0, <paramref name="bound"/>); its bias of at most bound / 2^64 cannot be observed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public static int Below(int bound, ulong seed, ulong stream, ulong index)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(Bits(seed, stream, index), (ulong)bound, out _);
    }

    /// <summary>A standard normal number (mean 0, variance 1), by inversion of one 52-bit uniform number.</summary>
    public static double Normal(ulong seed, ulong stream, ulong index)
    {
        // The half step keeps the argument inside (0, 1), symmetric around 1/2.
        var step = (Bits(seed, stream, index) >> 12) + 0.5;
        return NormalQuantile.At(step * (1.0 / (1L << 52)));
    }
}
