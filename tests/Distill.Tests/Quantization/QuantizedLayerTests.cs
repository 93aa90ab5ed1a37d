using Distill.Networks;
using Distill.Quantization;
using Distill.Tests.Networks;
using Xunit;

namespace Distill.Tests.Quantization;

public sealed class QuantizedLayerTests
{
    [Theory]
    [InlineData(127)]
    [InlineData(63)]
    public void A_weight_is_off_by_half_a_step_of_its_channel_at_most(int highest)
    {
        float[] weights = [.. SomeImages.Noise(64, seed: 1).Index().Select(noise => noise.Item * (noise.Index < 32 ? 1 : 100))];

        var layer = QuantizedLayer.Of(weights, [], channels: 2, inputScale: 1, highest);

        Assert.All(weights.Index(), weight =>
        {
            var scale = layer.Scales[weight.Index / 32];
            Assert.InRange(Math.Abs(layer.Weights[weight.Index] * scale - weight.Item), 0, scale / 2 * 1.0001);
        });
        Assert.Equal(highest, layer.Weights.Max(weight => Math.Abs((int)weight)));
    }

    [Fact]
    public void The_bias_of_a_dead_channel_does_not_overflow()
    {
        var layer = QuantizedLayer.Of([1e-20f, 0, 0, 0, 1, 1], [3, -3, 2], channels: 3, inputScale: 0.01f, highest: 127);

        Assert.Equal([3.0, -3.0, 2.0], layer.Bias!.Select((value, channel) => Math.Round(value * 0.01 * layer.Scales[channel], 3)));
        Assert.All(layer.Bias!, value => Assert.InRange(value, -1_000_100_000, 1_000_100_000));
    }

    [Fact]
    public void Corrected_biases_take_out_what_rounded_weights_add_to_constant_inputs()
    {
        var weights = SomeImages.Noise(2 * 3, seed: 5);
        var bias = new float[] { 0.5f, -0.25f };
        float[] inputs = [0.4f, 1.7f, -0.6f];
        var network = new Network("one", new Distill.Data.ImageShape(3, 1, 1), 2, [new Node("flat", new Flatten(), [Network.Images]), new Node("fc", new Linear(2), ["flat"])], "fc");
        var trained = new Weights([KeyValuePair.Create("fc.weight", new HostTensor([2, 3], weights)), KeyValuePair.Create("fc.bias", new HostTensor([2], bias))]);
        var images = new Distill.Data.MemoryImageSet(network.Input, new byte[] { 255, 255, 255 }, [0]);
        var scaling = new Distill.Data.Normalization([1 - inputs[0], 1 - inputs[1], 1 - inputs[2]], [1, 1, 1]);

        var statistics = ActivationStatistics.Of(network, trained, images, scaling, count: 1, threads: 1);
        var corrected = BiasCorrection.Apply(network, trained, statistics, highest: 3, floatLayers: []);

        var rounded = QuantizedLayer.Of(weights, [], 2, 1, 3);
        for (var output = 0; output < 2; output++)
        {
            double Sum(Func<int, double> weight) => Enumerable.Range(0, 3).Sum(i => weight(3 * output + i) * inputs[i]);
            var exact = bias[output] + Sum(i => weights[i]);
            var onBytes = corrected["fc.bias"].Values[output] + Sum(i => rounded.Weights[i] * (double)rounded.Scales[output]);
            Assert.Equal(exact, onBytes, 1e-5);
            Assert.NotEqual(bias[output], corrected["fc.bias"].Values[output]);
        }

        Assert.Equal(bias, BiasCorrection.Apply(network, trained, statistics, highest: 3, floatLayers: ["fc"])["fc.bias"].Values);
    }
}
