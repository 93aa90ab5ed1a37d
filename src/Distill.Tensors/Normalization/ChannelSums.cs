using Distill.Tensors.Pixels;

namespace Distill.Tensors.Normalization;

/// <summary>
/// Two sums per channel over the pixels of a batch. Pixels are divided into the same slices whatever the number of threads, and slices are added in
/// their order, so that the bits of a sum do not depend on who took which.
/// </summary>
internal static unsafe class ChannelSums
{
    /// <summary>Pixels that are added in single precision before they go into a sum in double precision.</summary>
    public const int Block = 64;

    private const int Slices = 64;

    /// <summary>Adds two values per pixel and channel.</summary>
    /// <param name="first">The first pixel of a block.</param>
    /// <param name="count">How many pixels it has, <see cref="Block"/> at most.</param>
    /// <param name="sums">2 x C floats that the block's sums are written to.</param>
    public delegate void AddBlock(long first, int count, float* sums);

    /// <summary>The sums over all pixels: C of the first value, then C of the second.</summary>
    public static double[] Of(long pixels, int channels, int threads, AddBlock add)
    {
        int width = 2 * channels, slices = SlicesOf(pixels);
        var bySlice = new double[slices * width];
        ForSlices(pixels, slices, threads, (slice, first, end) =>
        {
            float* block = stackalloc float[width];
            var sums = bySlice.AsSpan(slice * width, width);
            for (long at = first; at < end; at += Block)
            {
                add(at, (int)Math.Min(Block, end - at), block);
                for (int i = 0; i < width; i++) sums[i] += block[i];
            }
        });
        for (int slice = 1; slice < slices; slice++)
        {
            for (int i = 0; i < width; i++) bySlice[i] += bySlice[slice * width + i];
        }

        return bySlice[..width];
    }

    /// <summary>Does something to all pixels, slice by slice.</summary>
    public static void ForEach(long pixels, int threads, Action<long, long> work) =>
        ForSlices(pixels, SlicesOf(pixels), threads, (_, first, end) => work(first, end));

    private static int SlicesOf(long pixels) => (int)Math.Min(Slices, (pixels + Block - 1) / Block);

    private static void ForSlices(long pixels, int slices, int threads, Action<int, long, long> work)
    {
        int parts = Math.Min(threads, slices);
        Parts.For(parts, part =>
        {
            for (int slice = slices * part / parts; slice < slices * (part + 1) / parts; slice++) work(slice, pixels * slice / slices, pixels * (slice + 1) / slices);
        });
    }
}
