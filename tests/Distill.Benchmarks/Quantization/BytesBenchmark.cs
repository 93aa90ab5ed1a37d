using Distill.Benchmarks.Table;
using Distill.Data;
using Distill.Devices;
using Distill.Networks;
using Distill.Quantization;
using Distill.Tensors.Interop.Onnx;
using Xunit;

namespace Distill.Benchmarks.Quantization;

/// <summary>
/// What networks of the zoo gain from bytes on one thread of this machine, in one run:
/// <c>dotnet run --project tests/Distill.Benchmarks -c Release -- -explicit only -class Distill.Benchmarks.Quantization.BytesBenchmark</c>.
/// Their weights are initial ones: latency does not depend on what a network has learned.
/// </summary>
public sealed class BytesBenchmark(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public void Residual_networks_gain_most()
    {
        output.WriteLine("| network | floats, fastest / p50 | bytes, fastest / p50 | faster (p50) | size |");
        output.WriteLine("|---|---|---|---|---|");
        string[] networks = ["resnet8", "resnet14", "resnet20", "resnet56", "resnet8x4", "wrn_16_2", "vgg8", "squeezenet1_1", "MobileNetV2", "ShuffleV1", "ShuffleV2", "mobilenet_v3_small_s1"];
        foreach (var network in networks)
        {
            output.WriteLine(Row(network, TimeSpan.FromSeconds(3)));
        }
    }

    [Fact]
    public void The_measurement_runs()
    {
        if (!OnnxRuntime.IsPresent)
        {
            Assert.Skip("Needs ONNX Runtime: run infra/onnxruntime.sh.");
        }

        Assert.Contains("resnet8", Row("resnet8", TimeSpan.FromMilliseconds(1)), StringComparison.Ordinal);
    }

    private static string Row(string name, TimeSpan duration)
    {
        var network = Zoo.Create(name, 10, RandomImages.Shape);
        var options = new Onnx.OnnxExportOptions { Normalization = new Normalization([0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]) };
        var weights = Initialization.Create(network, 1);
        var floats = Onnx.OnnxExport.Write(network, weights, options);
        var (bytes, report) = new Int8Export(network, weights, RandomImages.Dataset(50), options, QuantizationTarget.X86, 1, CancellationToken.None).Create();
        Assert.Empty(report.Census!.Fallbacks);
        var latencies = new LatencyMeasurement(TimeProvider.System) { Duration = duration }.Measure([floats, bytes], threads: 1);
        var (slow, fast) = (latencies[0], latencies[1]);
        return $"| {name} | {slow.Minimum:0} / {slow.P50:0} µs | {fast.Minimum:0} / {fast.P50:0} µs | {slow.P50 / fast.P50:0.0}× | {floats.Length / 1000.0:0} → {bytes.Length / 1000.0:0} kB ({(double)bytes.Length / floats.Length:0.00}×) |";
    }
}
