using Distill.Data;
using Distill.Devices;
using Distill.Exports;
using Distill.Networks;
using Distill.Tensors.Interop.Onnx;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Exports;

public sealed class StudentExportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_trained_network_keeps_its_answers_on_bytes()
    {
        NativeOnnx.Require();

        var exported = Export(["onnx", "onnx-int8"]).Create(Ct);

        Assert.Equal(["model.int8.onnx", "model.onnx"], exported.Files.Keys.Order(StringComparer.Ordinal));
        var quantization = exported.LowPower.Quantization!;
        Assert.InRange(quantization.Quality!.Agreement, 0.97, 1);
        Assert.Empty(quantization.Census!.Fallbacks);
        Assert.InRange((double)exported.Files["model.int8.onnx"].Length / exported.Files["model.onnx"].Length, 0.2, 0.35);
        Assert.All(exported.LowPower.Forms.Skip(1), form => Assert.True(form.Microseconds!.Minimum > 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_takes_bytes_gives_the_same_classes(bool onBytes)
    {
        NativeOnnx.Require();
        var form = onBytes ? "onnx-int8" : "onnx";

        var plain = Export([form]).Create(Ct);
        var embedded = Export([form], embed: true).Create(Ct);

        Assert.All(plain.LowPower.Forms.Skip(1), listed => Assert.Equal(plain.Files.ContainsKey(listed.File), listed.IsDelivered));
        Assert.Equal(plain.LowPower.Forms[^1].Accuracy!.Value, embedded.LowPower.Forms[^1].Accuracy!.Value, 0.011);
        using var session = new OnnxSession(embedded.Files.Values.Single());
        Assert.Equal(OnnxElementType.UInt8, session.Inputs[0].ElementType);
    }

    [Fact]
    public void The_weights_alone_need_no_runtime_and_still_tell_what_they_cost()
    {
        var exported = Export(["safetensors"]).Create(Ct);

        Assert.Empty(exported.Files);
        Assert.Null(exported.LowPower.Machine);
        Assert.Equal("safetensors", Assert.Single(exported.LowPower.Forms).Form);
        Assert.True(exported.LowPower.Cost.Macs > 0);
    }

    private static StudentExport Export(string[] forms, bool embed = false)
    {
        var entry = Pretrained.ByName("cifar10_resnet20")!;
        var (weights, _) = Safetensors.Read(Path.Combine(SharedData.Require("teachers"), "cifar10_resnet20.safetensors"));
        var cifar = Datasets.Open(new Distill.Jobs.DatasetSpec { Kind = "cifar10", Path = SharedData.Require("cifar10") }, "");
        return new StudentExport
        {
            Network = Zoo.Create(entry.Network, 10, entry.Input),
            Weights = weights,
            Dataset = new Dataset("some", new FirstImages(cifar.Train, 64), new FirstImages(cifar.Test, 100), cifar.Classes),
            Normalization = entry.Normalization,
            Forms = forms,
            SafetensorsBytes = 1_000_000,
            EmbedPreprocessing = embed,
            Latency = new LatencyMeasurement(TimeProvider.System) { Duration = TimeSpan.FromMilliseconds(1) },
        };
    }
}
