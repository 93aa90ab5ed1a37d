using Distill.Data;
using Distill.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Distill.Tests.Networks;

public sealed class TrainingTests
{
    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Steps_against_the_gradient_reduce_the_loss(Precision precision)
    {
        var network = Zoo.Create("cnn_8_16", 4, new ImageShape(3, 8, 8));
        using var module = new NetworkModule(network, Initialization.Create(network, 1), precision);
        var losses = Enumerable.Range(0, 20).Select(_ => Step(module)).ToList();
        Assert.True(losses[^1] < 0.9 * losses[0], $"{losses[0]} -> {losses[^1]}");
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("cifar10_resnet20")]
    [InlineData("wrn_10_1")]
    [InlineData("MobileNetV2")]
    [InlineData("ShuffleV1")]
    [InlineData("ShuffleV2")]
    [InlineData("squeezenet1_1")]
    [InlineData("mobilenet_v3_small_s1")]
    public void Gradients_reach_every_tensor(string name)
    {
        var network = SomeNetworks.Narrow(name);
        using var module = new NetworkModule(network, Initialization.Create(network, 1));
        Step(module);
        module.ReleaseGradients();
        using var scope = NewDisposeScope();
        module.Forward(SomeImages.Batch(4, network.Input), training: true).Logits_NK.square().sum().backward();
        Assert.All(module.Parameters, parameter => Assert.NotNull(parameter.Value.grad));
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("wrn_10_1")]
    [InlineData("ShuffleV1")]
    public void Overwriting_values_in_place_does_not_change_gradients(string name)
    {
        // Tapping every node that there is when all are joined forbids overwriting any.
        var network = SomeNetworks.Narrow(name);
        var all = NormFusion.Join(network, [network.Output]).Nodes.Select(node => node.Name).ToList();
        var (frugal, careful) = (Gradients(network, null), Gradients(network, all));
        Assert.Equal(careful, frugal);
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        var network = Zoo.Create("cnn_3", 2, new ImageShape(1, 4, 4));
        var weights = SomeImages.Trained(network);
        double Loss(Weights at)
        {
            using var scope = NewDisposeScope();
            using var module = new NetworkModule(network, at);
            return module.Forward(SomeImages.Batch(8, network.Input), training: true).Logits_NK.pow(2).sum().item<float>();
        }

        using var outer = NewDisposeScope();
        using var learning = new NetworkModule(network, weights);
        learning.Forward(SomeImages.Batch(8, network.Input), training: true).Logits_NK.pow(2).sum().backward();
        foreach (var (name, parameter) in learning.Parameters)
        {
            var gradient = SomeImages.Values(parameter.grad!);
            const float H = 1e-2f;
            var slope = (Loss(Moved(weights, name, H)) - Loss(Moved(weights, name, -H))) / (2 * H);
            Assert.Equal(slope, gradient[0], 0.02 * Math.Max(1, Math.Abs(slope)));
        }
    }

    private static Weights Moved(Weights weights, string name, float by) => new(weights.Select(tensor => tensor.Key != name
        ? tensor
        : new(name, new HostTensor(tensor.Value.Shape, [tensor.Value.Values[0] + by, .. tensor.Value.Values[1..]]))));

    private static List<float> Gradients(Network network, IReadOnlyList<string>? taps)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network));
        module.Forward(SomeImages.Batch(4, network.Input), training: true, taps).Logits_NK.pow(2).sum().backward();
        return [.. module.Parameters.SelectMany(parameter => SomeImages.Values(parameter.Value.grad!))];
    }

    private static float Step(NetworkModule module)
    {
        using var scope = NewDisposeScope();
        var labels_N = tensor(new long[] { 0, 1, 2, 3, 0, 1, 2, 3 });
        var loss = cross_entropy(module.Forward(SomeImages.Batch(8, module.Network.Input), training: true).Logits_NK, labels_N);
        loss.backward();
        using var updating = no_grad();
        foreach (var (_, parameter) in module.Parameters)
        {
            parameter.add_(parameter.grad!, -0.1);
        }

        module.ReleaseGradients();
        return loss.item<float>();
    }
}
