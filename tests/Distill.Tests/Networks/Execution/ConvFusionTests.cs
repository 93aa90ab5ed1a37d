using Distill.Data;
using Distill.Networks;
using Distill.Tensors.Winograd;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Networks.Execution;

public sealed class ConvFusionTests
{
    public ConvFusionTests() => Assert.SkipUnless(Convolution3x3.IsSupported, "This processor has no AVX2 with fused multiply-add, so that nothing is joined.");

    [Theory]
    [InlineData("resnet8", 4)] // the first convolution has three channels, and two have a stride of two
    [InlineData("vgg8", 4)]
    [InlineData("wrn_16_2", 10)] // before the activation: a convolution, a ReLU and another convolution; and those before a sum
    [InlineData("squeezenet1_1", 8)]
    [InlineData("MobileNetV2", 0)]
    public void Convolutions_of_a_network_that_does_not_learn_are_joined_to_what_follows(string name, int blocks)
    {
        var (network, weights) = BatchNormFolding.Fold(Of(name), SomeImages.Trained(Of(name)));
        var joined = ConvFusion.Join(network, [.. network.Taps, network.Output]);
        Assert.Equal(blocks, joined.Nodes.Count(node => node.Operator is ConvBlock));
        Assert.Equal(network.Parameters.Select(parameter => parameter.Name).Order(), joined.Parameters.Select(parameter => parameter.Name).Order());
        weights.CheckFit(joined);
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("wrn_16_2")]
    [InlineData("MobileNetV2")]
    [InlineData("ShuffleV2")]
    [InlineData("squeezenet1_1")]
    public void A_network_computes_the_same_as_operator_by_operator(string name)
    {
        var network = Of(name);
        var (whole, parts) = (Logits(network, []), Logits(network, [.. network.Nodes.Select(node => node.Name)]));
        var scale = parts.Max(Math.Abs);
        Assert.All(parts.Zip(whole), values => Assert.Equal(values.First, values.Second, 1e-5f * scale));
    }

    [Fact]
    public void A_value_that_is_wanted_stays()
    {
        var (network, _) = BatchNormFolding.Fold(Of("resnet8"), SomeImages.Trained(Of("resnet8")), []);
        var conv = ((ConvBlock)ConvFusion.Join(network, []).Nodes.Last(node => node.Operator is ConvBlock).Operator).Weights;
        Assert.Contains(ConvFusion.Join(network, [conv]).Nodes, node => node.Name == conv && node.Operator is Conv);
    }

    private static Network Of(string name) => Zoo.Create(name, 10, new ImageShape(3, 32, 32));

    /// <summary>With every node tapped, nothing is joined.</summary>
    private static float[] Logits(Network network, IReadOnlyList<string> taps)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network), trainable: false);
        return SomeImages.Values(module.Forward(SomeImages.Batch(4, network.Input), training: false, taps).Logits_NK);
    }
}
