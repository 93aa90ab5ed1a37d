using System.Text.Json;
using Distill.Cli.Screens;
using Distill.Devices;
using Distill.Tests.Cli.Screens;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class MeasureTests
{
    [Fact]
    public void Latencies_stand_below_the_machine_that_they_hold_for() =>
        Approved.Verify(
            Drawing.Of(MeasureTable.Of(new MeasureDocument(
                new MachineReport("onnxruntime 1.20.1", 1, "Example CPU, x64", "avx512_core_vnni L1:32K L2:1024K", 0.52),
                [
                    new MeasuredModel("student/model.onnx", 336_512, new LatencyFigures(4000, 124.2, 130.1, 141.9, 402)),
                    new MeasuredModel("student/model.int8.onnx", 102_400, new LatencyFigures(4000, 80, 83.4, 90, 250)),
                    new MeasuredModel("teacher.onnx", 94_371_840, new LatencyFigures(150, 21_040, 22_180, 24_000, 61_000)),
                ]))),
            "Cli/screen.measure");

    [Fact]
    public async Task A_model_is_measured_on_this_machine()
    {
        NativeOnnx.Require();
        using var shell = new Shell(TimeProvider.System);
        var model = Path.Combine(SharedData.Require("teachers"), "fashion_cnn.onnx");

        var result = await shell.RunAsync("measure", model, "--seconds", "0.01", "-o", "json");

        Assert.Equal(0, result.ExitCode);
        var document = JsonDocument.Parse(result.Out).RootElement;
        var latency = document.GetProperty("models")[0].GetProperty("microseconds");
        Assert.InRange(latency.GetProperty("minimum").GetDouble(), 1, latency.GetProperty("p99").GetDouble());
        Assert.StartsWith("onnxruntime 1.", document.GetProperty("machine").GetProperty("runtime").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_bad_input()
    {
        NativeOnnx.Require();
        using var shell = new Shell();
        File.WriteAllText(shell.PathOf("model.onnx"), "words");

        var result = await shell.RunAsync("measure", shell.PathOf("model.onnx"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("model.onnx: ONNX Runtime refuses: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_bad_input()
    {
        using var shell = new Shell();

        var result = await shell.RunAsync("measure", shell.PathOf("model.onnx"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("cannot be read", result.Error, StringComparison.Ordinal);
    }
}
