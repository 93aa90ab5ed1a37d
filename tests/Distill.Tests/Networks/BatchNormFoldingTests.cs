using Distill.Data;
using Distill.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Networks;

public sealed class BatchNormFoldingTests
{
    [Theory]
    [MemberData(nameof(ZooTests.Members), MemberType = typeof(ZooTests))]
    public void A_folded_network_computes_the_same(string name)
    {
        var network = SomeNetworks.Narrow(name);
        var weights = SomeImages.Trained(network);
        var (folded, foldedWeights) = BatchNormFolding.Fold(network, weights);
        var (before, after) = (Values(network, weights, network.Taps), Values(folded, foldedWeights, network.Taps));
        Assert.All(before.Zip(after), pair =>
        {
            var scale = Math.Max(pair.First.Max(Math.Abs), 1e-3f);
            Assert.All(pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 1e-5f * scale));
        });
    }

    [Theory]
    [InlineData("resnet20", 21, 0)]
    [InlineData("vgg8", 5, 0)]
    [InlineData("wrn_16_2", 13, 6)] // before the activation: only a normalisation between two convolutions folds
    [InlineData("fashion_cnn", 4, 2)] // two come behind a pool
    [InlineData("squeezenet1_1", 0, 0)]
    public void Only_a_normalisation_right_behind_a_convolution_disappears(string name, int before, int after)
    {
        var network = Zoo.Create(name, 10, SomeNetworks.InputOf(name));
        var (folded, weights) = BatchNormFolding.Fold(network, Initialization.Create(network, 1));
        Assert.Equal((before, after), (Norms(network), Norms(folded)));
        weights.CheckFit(folded);
    }

    [Fact]
    public void A_value_that_is_wanted_stays()
    {
        var network = Zoo.Create("resnet8", 10, new ImageShape(3, 8, 8));
        var (folded, _) = BatchNormFolding.Fold(network, Initialization.Create(network, 1), ["bn1", "layer1.0.conv1"]);
        Assert.Equal(["bn1", "layer1.0.bn1"], folded.Nodes.Where(node => node.Operator is BatchNorm).Select(node => node.Name));
    }

    private static int Norms(Network network) => network.Nodes.Count(node => node.Operator is BatchNorm);

    private static float[][] Values(Network network, Weights weights, IReadOnlyList<string> taps)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, weights, trainable: false);
        var output = module.Forward(SomeImages.Batch(2, network.Input), training: false, taps);
        return [SomeImages.Values(output.Logits_NK), .. taps.Select(tap => SomeImages.Values(output.Taps_NCHW[tap]))];
    }
}
