using Distill.Cli;
using Distill.Data;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Engines;
using Distill.Tests.Onnx;
using Distill.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class InspectTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task An_ONNX_file_is_shown_layer_by_layer()
    {
        var network = Zoo.Create("cnn_4_8", 10, new ImageShape(1, 8, 8));
        var file = _shell.PathOf("some.onnx");
        File.WriteAllBytes(file, OnnxExport.Write(network, Initialization.Create(network, 1), new()));

        Approved.Verify((await _shell.RunAsync("inspect", file)).ToString(), "Cli/inspect");
    }

    [Fact]
    public async Task What_cannot_run_natively_is_named()
    {
        var file = _shell.PathOf("some.onnx");
        File.WriteAllBytes(file, SomeGraphs.Model(2, writer => writer.Classify(writer.Node("RoiAlign", "align.3", ["input"]), 192, 2)).ToByteArray());

        var result = await _shell.RunAsync("inspect", file);

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Contains("2 of 3 nodes run natively; not RoiAlign (first at \"align.3\")", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_TorchScript_file_is_said_what_can_be_said()
    {
        var file = _shell.PathOf("some.pt");
        File.WriteAllBytes(file, SomeScripts.Tuple());

        Assert.Equal("""
            ~/some.pt: torchscript
            0 tensors, 0 bytes; its code calls torch.flatten, torch.mean, torch.relu
            a program for libtorch: as a teacher its logits teach, and what a tuple holds besides (result1, ...)

            """, (await _shell.RunAsync("inspect", file)).Out);
    }

    [Fact]
    public async Task A_student_is_shown_by_the_network_beside_its_weights()
    {
        var network = Zoo.Create("cnn_4_8", 10, new ImageShape(1, 8, 8));
        File.WriteAllText(_shell.PathOf("network.json"), NetworkJson.Write(network));
        using (var stream = File.Create(_shell.PathOf("model.safetensors")))
        {
            Safetensors.Write(stream, Initialization.Create(network, 1), new Dictionary<string, string>());
        }

        Assert.StartsWith("cnn_4_8, images of 1x8x8, 10 classes: 438 parameters", (await _shell.RunAsync("inspect", _shell.PathOf("model.safetensors"))).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_model_gets_a_sentence()
    {
        File.WriteAllText(_shell.PathOf("x.onnx"), "no model");

        var result = await _shell.RunAsync("inspect", _shell.PathOf("x.onnx"));

        Assert.Equal((ExitCode.BadInput, 1), (result.ExitCode, result.Error.Count(letter => letter == '\n')));
    }
}
