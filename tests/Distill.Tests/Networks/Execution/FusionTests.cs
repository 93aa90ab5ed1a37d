using Distill.Data;
using Distill.Networks;
using Distill.Tensors.Winograd;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Networks.Execution;

public sealed class FusionTests
{
    public FusionTests() => Assert.SkipUnless(Convolution3x3.IsSupported, "This processor has no AVX2 with fused multiply-add, so that nothing is joined.");

    [Theory]
    [InlineData("resnet8", 4)] // the first convolution has three channels, and two have a stride of two
    [InlineData("vgg8", 4)]
    [InlineData("wrn_16_2", 10)] // before the activation: a convolution, a ReLU and another convolution; and those before a sum
    [InlineData("squeezenet1_1", 8)]
    [InlineData("MobileNetV2", 0)]
    public void Convolutions_of_a_network_that_does_not_learn_are_joined_to_what_follows(string name, int blocks)
    {
        var (network, weights) = BatchNormFolding.Fold(Of(name), SomeImages.Trained(Of(name)));
        var joined = Fusion.Join(network, [.. network.Taps, network.Output], learns: false);
        Assert.Equal(blocks, joined.Nodes.Count(node => node.Operator is ConvBlock));
        Assert.Equal(network.Parameters.Select(parameter => parameter.Name).Order(), joined.Parameters.Select(parameter => parameter.Name).Order());
        weights.CheckFit(joined);
    }

    [Theory]
    [InlineData("resnet8", 7)] // one of each shortcut of another shape stays as it is
    [InlineData("vgg8", 5)]
    [InlineData("wrn_16_2", 13)]
    [InlineData("MobileNetV2", 45)]
    public void Normalisations_of_a_network_that_learns_are_joined_to_what_follows(string name, int blocks)
    {
        var network = Of(name);
        var joined = Fusion.Join(network, [.. network.Taps, network.Output], learns: true);
        Assert.Equal(blocks, joined.Nodes.Count(node => node.Operator is NormBlock));
        SomeImages.Trained(network).CheckFit(joined);
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("wrn_16_2")]
    [InlineData("MobileNetV2")]
    [InlineData("ShuffleV2")]
    [InlineData("squeezenet1_1")]
    public void A_network_computes_and_learns_the_same_as_operator_by_operator(string name)
    {
        var network = Of(name);
        var (whole, parts) = (Step(network, []), Step(network, [.. network.Nodes.Select(node => node.Name)]));
        Assert.All(parts.Zip(whole), pair =>
        {
            Assert.Equal(pair.First.Name, pair.Second.Name);
            var scale = Math.Max(pair.First.Values.Max(Math.Abs), 1e-3f);
            Assert.All(pair.First.Values.Zip(pair.Second.Values), values => Assert.Equal(values.First, values.Second, 1e-3f * scale));
        });
    }

    [Fact]
    public void A_value_that_is_wanted_stays()
    {
        var (network, _) = BatchNormFolding.Fold(Of("resnet8"), SomeImages.Trained(Of("resnet8")), []);
        var conv = ((ConvBlock)Fusion.Join(network, [], learns: false).Nodes.Last(node => node.Operator is ConvBlock).Operator).Weights;
        Assert.Contains(Fusion.Join(network, [conv], learns: false).Nodes, node => node.Name == conv && node.Operator is Conv);
    }

    private static Network Of(string name) => Zoo.Create(name, 10, new ImageShape(3, 32, 32));

    /// <summary>Logits, gradients and running statistics of a step; with every node tapped, nothing is joined.</summary>
    private static List<(string Name, float[] Values)> Step(Network network, IReadOnlyList<string> taps)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network));
        var logits_NK = module.Forward(SomeImages.Batch(4, network.Input), training: true, taps).Logits_NK;
        logits_NK.square().mean().backward();
        return
        [
            ("logits", SomeImages.Values(logits_NK)),
            .. module.Parameters.Select(parameter => (parameter.Name, SomeImages.Values(parameter.Value.grad!))),
            .. module.Buffers.Select(buffer => (buffer.Name, SomeImages.Values(buffer.Value))),
        ];
    }
}
