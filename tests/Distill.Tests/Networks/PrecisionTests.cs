using Distill.Data;
using Distill.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Networks;

public sealed class PrecisionTests
{
    [Theory]
    [InlineData("resnet8", true, true)]
    [InlineData("resnet8", false, false)]
    [InlineData("resnet8", true, false)]
    [InlineData("MobileNetV2", true, false)]
    [InlineData("ShuffleV2", false, false)]
    [InlineData("squeezenet1_1", false, false)]
    public void Sixteen_bits_come_close_to_thirty_two(string name, bool trainable, bool training)
    {
        var network = SomeNetworks.Narrow(name);
        var exact = Logits(network, Precision.Float32, trainable, training);
        var near = Logits(network, Precision.BFloat16, trainable, training);
        var scale = Math.Sqrt(exact.Average(logit => (double)logit * logit));
        var error = Math.Sqrt(exact.Zip(near, (a, b) => (double)(a - b) * (a - b)).Average());
        Assert.InRange(error / scale, 1e-5, 0.05);
    }

    [Fact]
    public void Masters_statistics_logits_and_taps_stay_32_bits()
    {
        var network = Zoo.Create("resnet8", 10, new ImageShape(3, 8, 8));
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network), Precision.BFloat16);
        var output = module.Forward(SomeImages.Batch(2, network.Input), training: true, network.Taps);
        output.Logits_NK.sum().backward();
        IEnumerable<Tensor> kept =
        [
            output.Logits_NK, .. output.Taps_NCHW.Values, .. module.Buffers.Select(buffer => buffer.Value),
            .. module.Parameters.Select(parameter => parameter.Value), .. module.Parameters.Select(parameter => parameter.Value.grad!),
        ];
        Assert.All(kept, tensor => Assert.Equal(ScalarType.Float32, tensor.dtype));
    }

    [Fact]
    public void Loading_weights_replaces_the_converted_ones_too()
    {
        var network = Zoo.Create("resnet8", 10, new ImageShape(3, 8, 8));
        using var scope = NewDisposeScope();
        var images = SomeImages.Batch(2, network.Input);
        using var first = new NetworkModule(network, Initialization.Create(network, 1), Precision.BFloat16, trainable: false);
        using var second = new NetworkModule(network, Initialization.Create(network, 2), Precision.BFloat16, trainable: false);
        second.Load(first.Snapshot());
        Assert.Equal(SomeImages.Values(first.Forward(images, false).Logits_NK), SomeImages.Values(second.Forward(images, false).Logits_NK));
    }

    private static float[] Logits(Network network, Precision precision, bool trainable, bool training)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network), precision, trainable);
        return SomeImages.Values(module.Forward(SomeImages.Batch(16, network.Input), training).Logits_NK);
    }
}
