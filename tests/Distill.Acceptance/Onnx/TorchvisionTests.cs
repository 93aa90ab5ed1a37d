using System.Diagnostics;
using System.Runtime.InteropServices;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Acceptance.Onnx;

/// <summary>Networks of torchvision, exported by PyTorch itself and compared with its own answers; nothing of them is kept.</summary>
public sealed class TorchvisionTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const int Images = 2;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("resnet18")]
    [InlineData("mobilenet_v2")]
    [InlineData("mobilenet_v3_small")]
    [InlineData("squeezenet1_1")]
    [InlineData("shufflenet_v2_x1_0")]
    [InlineData("densenet121")]
    [InlineData("vgg11_bn")]
    [InlineData("efficientnet_b0")]
    [InlineData("regnet_y_400mf")]
    [InlineData("convnext_tiny")]
    [InlineData("vit_b_16")]
    public async Task An_export_of_PyTorch_answers_as_PyTorch_does(string name)
    {
        await ExportAsync(name);
        var read = OnnxImport.Read(_folder.File($"{name}.onnx"));
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(read.Network, read.Weights, trainable: false);

        var images_NCHW = tensor(Floats($"{name}.input"), [Images, 3, 224, 224]);
        var logits = module.Forward(images_NCHW, training: false).Logits_NK.contiguous().data<float>().ToArray();

        var expected = Floats($"{name}.output");
        var difference = expected.Zip(logits, (a, b) => Math.Abs(a - b)).Max() / expected.Max(MathF.Abs);
        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {read.FileNodes} nodes in the file, {read.Network.Nodes.Count} of the network, difference {difference:0.0e+0}");
        Assert.All(OnnxOperators.Of(_folder.File($"{name}.onnx")), use => Assert.True(use.IsNative, use.Operator));
        Assert.InRange(difference, 0, OnnxParity.Tolerance);
    }

    public void Dispose() => _folder.Dispose();

    private float[] Floats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder.File(file))).ToArray();

    private async Task ExportAsync(string name)
    {
        if (!File.Exists(Python) || await RunAsync("-c", "import torch, torchvision") != 0)
        {
            Assert.Skip("Needs PyTorch and torchvision: apt-get install --no-install-recommends python3-torch python3-torchvision.");
        }

        Assert.Equal(0, await RunAsync(Repository.PathOf("tests", "Distill.Acceptance", "Onnx", "export_torchvision.py"), _folder.Path, name));
    }

    private static async Task<int> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
