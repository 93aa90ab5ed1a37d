using Distill.Data;
using Distill.Networks;
using Distill.Tensors.Normalization;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Networks.Execution;

public sealed class NormFusionTests
{
    public NormFusionTests() => Assert.SkipUnless(BatchNormRelu.IsSupported, "This processor has no AVX2 with fused multiply-add, so that nothing is joined.");

    [Theory]
    [InlineData("resnet8", 7)]
    [InlineData("vgg8", 5)]
    [InlineData("wrn_16_2", 13)]
    [InlineData("MobileNetV2", 36)] // the first and the last, and two of three in each block: the third has no ReLU
    [InlineData("squeezenet1_1", 0)]
    public void Normalisations_of_a_network_that_learns_are_joined_to_what_follows(string name, int blocks)
    {
        var network = Of(name);
        var joined = NormFusion.Join(network, [.. network.Taps, network.Output]);
        Assert.Equal(blocks, joined.Nodes.Count(node => node.Operator is NormBlock));
        Assert.Equal(network.Parameters.Select(parameter => parameter.Name).Order(), joined.Parameters.Select(parameter => parameter.Name).Order());
        SomeImages.Trained(network).CheckFit(joined);
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("wrn_16_2")]
    [InlineData("MobileNetV2")]
    [InlineData("ShuffleV2")]
    public void A_step_learns_the_same_as_operator_by_operator(string name)
    {
        var network = Of(name);
        var (whole, parts) = (Step(network, []), Step(network, [.. network.Nodes.Select(node => node.Name)]));
        Assert.Equal(parts.Keys, whole.Keys);
        // A value at zero may fall on either side of it, and what is behind it then learns a little else: single values may differ, all together hardly. BatchNormReluTests are exact.
        Assert.All(parts, part => Assert.InRange(Length([.. part.Value.Zip(whole[part.Key], (one, other) => one - other)]), 0, 0.05 * Length(part.Value) + 1e-6));
    }

    private static double Length(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    /// <summary>What no network of the zoo has: a value that is added to its own normalisation, a sum of two normalisations, a ceiling after a sum.</summary>
    [Fact]
    public void Sums_of_all_kinds_learn_the_same_as_operator_by_operator()
    {
        var b = new NetworkBuilder("sums", new ImageShape(3, 8, 8), 10);
        var x = b.Relu("relu1", b.Sum("sum1", b.BatchNorm("bn1", b.Conv("conv1", Network.Images, 8, 3)), "conv1"));
        var y = b.Relu("relu2", b.Sum("sum2", b.ConvNorm("conv2", "bn2", x, 8, 3), b.ConvNorm("conv3", "bn3", x, 8, 1)));
        var z = b.Add("relu3", new Relu6(), b.Sum("sum3", y, b.ConvNorm("conv4", "bn4", y, 8, 3)));
        var network = b.Classify(z, "fc");
        var (whole, parts) = (Step(network, []), Step(network, [.. network.Nodes.Select(node => node.Name)]));
        Assert.Equal(3, NormFusion.Join(network, []).Nodes.Count(node => node.Operator is NormBlock));
        Assert.All(parts, part => Assert.InRange(Length([.. part.Value.Zip(whole[part.Key], (one, other) => one - other)]), 0, 1e-4 * Length(part.Value) + 1e-5));
    }

    [Fact]
    public void The_running_statistics_decide_while_nothing_is_learnt()
    {
        var network = Of("resnet8");
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network), trainable: true);
        using var exact = new NetworkModule(network, SomeImages.Trained(network), trainable: false);
        var images = SomeImages.Batch(4, network.Input);
        var (before, expected) = (SomeImages.Values(module.Forward(images, training: false, []).Logits_NK.detach()), SomeImages.Values(exact.Forward(images, training: false, []).Logits_NK));
        Assert.All(expected.Zip(before), values => Assert.Equal(values.First, values.Second, 1e-4f * expected.Max(Math.Abs)));
    }

    [Fact]
    public void A_value_that_is_wanted_stays()
    {
        var network = Of("resnet8");
        var norm = ((NormBlock)NormFusion.Join(network, []).Nodes.Last(node => node.Operator is NormBlock).Operator).Weights;
        Assert.Contains(NormFusion.Join(network, [norm]).Nodes, node => node.Name == norm && node.Operator is BatchNorm);
    }

    private static Network Of(string name) => Zoo.Create(name, 10, new ImageShape(3, 32, 32));

    /// <summary>Logits, gradients and running statistics of a step. With every node tapped, nothing is joined.</summary>
    private static Dictionary<string, float[]> Step(Network network, IReadOnlyList<string> taps)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network), trainable: true);
        var logits_NK = module.Forward(SomeImages.Batch(32, network.Input), training: true, taps).Logits_NK;
        logits_NK.square().mean().backward();
        var seen = new Dictionary<string, float[]> { ["logits"] = SomeImages.Values(logits_NK.detach()) };
        foreach (var (parameter, value) in module.Parameters)
        {
            seen.Add($"gradient of {parameter}", SomeImages.Values(value.grad!));
        }

        foreach (var (name, values) in module.Snapshot().Where(tensor => tensor.Key.Contains("running", StringComparison.Ordinal)))
        {
            seen.Add(name, values.Values);
        }

        return seen;
    }
}
