using System.Runtime.Intrinsics;
using Distill.Tensors.Pixels;

namespace Distill.Tensors.Winograd;

/// <summary>
/// Convolutions of 3 x 3 with a border of zeros and the size of their input, block of tiles by block of tiles: transform, multiply, transform back.
/// </summary>
/// <param name="Images">N.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Inputs">C, a multiple of 16.</param>
/// <param name="Outputs">K, a multiple of 16.</param>
internal readonly unsafe record struct WinogradConvolution(int Images, int Height, int Width, int Inputs, int Outputs)
{
    // A block's planes stay in the second cache up to 64 channels. A multiple of WinogradProducts.Rows.
    private const int Block = 24;

    // Planes are no power of two apart: the 36 rows of a tile would fall into the same few sets of the cache.
    private const int Gap = 16;

    private const int Planes = WinogradTiles.Planes;

    private WinogradTiles Grid => new(Height, Width);

    private int Tiles => Images * Grid.PerImage;

    private nint InputPlane => (nint)Block * Inputs + Gap;

    private nint OutputPlane => (nint)Block * Outputs + Gap;

    private int Blocks => (Tiles + Block - 1) / Block;

    /// <summary>Writes the output. Its bits do not depend on <paramref name="threads"/>.</summary>
    public void Run(float* images_NHWC, float* filter, in WinogradEnding ending, float* output_NHWK, int threads)
    {
        var (convolution, end) = (this, ending);
        Divide(Math.Min(threads, Blocks), (first, count, _) => convolution.RunTiles(images_NHWC, filter, end, output_NHWK, first, count));
    }

    private void RunTiles(float* images_NHWC, float* filter, in WinogradEnding ending, float* output_NHWK, int first, int count)
    {
        var grid = Grid;
        nint inputPlane = InputPlane, outputPlane = OutputPlane;
        Room(out float* v, out float* m, out float* zeros);
        for (int tile = first; tile < first + count; tile += Block)
        {
            int tiles = Math.Min(Block, first + count - tile);
            for (int i = 0; i < tiles; i++) grid.ReadInput(images_NHWC, Inputs, tile + i, v, inputPlane, i, zeros);
            for (int t = 0; t < Planes; t++)
                WinogradProducts.Multiply(v + t * inputPlane, filter + (nint)t * Inputs * Outputs, m + t * outputPlane, tiles, Inputs, Outputs);
            for (int i = 0; i < tiles; i++) grid.WriteOutput(m, outputPlane, i, tile + i, Outputs, ending, output_NHWK);
        }
    }

    /// <summary>Writes the gradient of the weights, in memory as they are. Its last bits depend on <paramref name="threads"/>: each sums its own tiles.</summary>
    public void WeightGradient(float* images_NHWC, float* gradients_NHWK, float* weight_KHWC, int threads)
    {
        var convolution = this;
        nint size = WinogradFilters.Size(Inputs, Outputs);
        int parts = Math.Min(threads, Blocks);
        float* sums = WinogradScratch.Mine.Sums(parts * size);
        Divide(parts, (first, count, part) => convolution.SumTiles(images_NHWC, gradients_NHWK, sums + part * size, first, count));
        Parts.For(parts, share =>
        {
            for (nint i = size / 8 * share / parts * 8; i < size / 8 * (share + 1) / parts * 8; i += 8)
            {
                var sum = Vector256.Load(sums + i);
                for (int part = 1; part < parts; part++) sum += Vector256.Load(sums + part * size + i);
                sum.Store(sums + i);
            }
        });
        WinogradFilters.Gradient(sums, Inputs, Outputs, weight_KHWC);
    }

    private void SumTiles(float* images_NHWC, float* gradients_NHWK, float* sums_KC, int first, int count)
    {
        new Span<float>(sums_KC, checked((int)WinogradFilters.Size(Inputs, Outputs))).Clear();
        var grid = Grid;
        nint inputPlane = InputPlane, outputPlane = OutputPlane;
        Room(out float* v, out float* m, out float* zeros);
        for (int tile = first; tile < first + count; tile += Block)
        {
            int tiles = Math.Min(Block, first + count - tile);
            for (int i = 0; i < tiles; i++)
            {
                grid.ReadInput(images_NHWC, Inputs, tile + i, v, inputPlane, i, zeros);
                grid.ReadGradient(gradients_NHWK, Outputs, tile + i, m, outputPlane, i, zeros);
            }

            for (int t = 0; t < Planes; t++)
                WinogradProducts.Accumulate(m + t * outputPlane, v + t * inputPlane, sums_KC + (nint)t * Inputs * Outputs, tiles, Inputs, Outputs);
        }
    }

    // A block's tiles of input, its products or tiles of gradients, and the pixels around an image.
    private void Room(out float* v, out float* m, out float* zeros)
    {
        var scratch = WinogradScratch.Mine;
        v = scratch.Inputs(Planes * InputPlane);
        m = scratch.Products(Planes * OutputPlane);
        zeros = scratch.Zeros((nint)WinogradTiles.Window * Math.Max(Inputs, Outputs));
    }

    // Whole blocks for each part: only the last of all is not full.
    private void Divide(int parts, Action<int, int, int> work)
    {
        int tiles = Tiles, blocks = Blocks;
        Parts.For(parts, part =>
        {
            int first = (int)((long)blocks * part / parts) * Block, end = Math.Min(tiles, (int)((long)blocks * (part + 1) / parts) * Block);
            work(first, end - first, part);
        });
    }
}
