using Distill.Benchmarks.Table;
using Distill.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Learning;

/// <summary>What this machine's libtorch can multiply at best, on one thread: the roof over every step.</summary>
internal static class RooflineMeasurements
{
    private const int Side = 1024;
    private const int Images = 16;

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        // Without instructions for it a product in bfloat16 takes a minute.
        ScalarType[] types = NumericEnvironment.HasBFloat16 ? [ScalarType.Float32, ScalarType.BFloat16] : [ScalarType.Float32];
        foreach (var type in types)
        {
            yield return new($"roof, {Side} x {Side} matrix product, {Name(type)}, 1 thread", Product(effort, type), "GMAC/s");
            yield return new($"roof, 3x3 convolution, 64 channels, 8x8, {Name(type)}, 1 thread", Convolution(effort, type, 64, 8), "GMAC/s");
            yield return new($"roof, 3x3 convolution, 16 channels, 32x32, {Name(type)}, 1 thread", Convolution(effort, type, 16, 32), "GMAC/s");
        }
        await Task.CompletedTask;
    }

    private static string Name(ScalarType type) => type.ToString().ToLowerInvariant();

    private static double Product(Effort effort, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var factor = zeros(Side, Side).to(type);
        return Best(effort, Math.Pow(Side, 3), () => nn.functional.linear(factor, factor).Dispose());
    }

    private static double Convolution(Effort effort, ScalarType type, int channels, int side)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var images_NCHW = zeros(Images, side, side, channels).to(type).permute(0, 3, 1, 2);
        var kernel = zeros(channels, 3, 3, channels).to(type).permute(0, 3, 1, 2);
        return Best(effort, 9.0 * Images * side * side * channels * channels, () => nn.functional.conv2d(images_NCHW, kernel, null, [1], [1], [1], 1).Dispose());
    }

    private static double Best(Effort effort, double multiplications, Action call) =>
        multiplications / Figures.InTurn(effort.Rounds, () => [.. Enumerable.Range(0, effort.Steps * 4).Select(_ => Figures.Milliseconds(call))])[0] / 1e6;
}
