using Distill.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Networks;

public sealed class EnsembleTests
{
    private static readonly Network s_one = Zoo.Create("cnn_4", 10, new(1, 8, 8));
    private static readonly Network s_other = Zoo.Create("cnn_4_8", 10, new(1, 8, 8));

    [Fact]
    public void Its_logits_are_those_of_its_members_by_their_shares()
    {
        var (weights, others) = (Initialization.Create(s_one, 1), Initialization.Create(s_other, 2));
        var (network, joined) = Ensemble.Of([(s_one, weights, 1), (s_other, others, 3)]);
        var (one, other, both) = (Logits(s_one, weights), Logits(s_other, others), Logits(network, joined));

        joined.CheckFit(network);
        Assert.Equal(one.Zip(other, (a, b) => (0.25 * a) + (0.75 * b)), both.Select(logit => (double)logit), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void The_surer_a_member_is_of_an_image_the_more_it_counts_there()
    {
        var (weights, others) = (Initialization.Create(s_one, 1), Initialization.Create(s_other, 2));
        var (network, joined) = Ensemble.Of([(s_one, weights, 1), (s_other, others, 3)], bySureness: true);
        var (one, other, both) = (Logits(s_one, weights), Logits(s_other, others), Logits(network, joined));

        joined.CheckFit(network);
        Assert.Equal(network.Digest, NetworkJson.Read(NetworkJson.Write(network)).Digest);
        for (var i = 0; i < both.Length; i++)
        {
            var (first, second) = (Sureness(one, i / 10), 3 * Sureness(other, i / 10));
            Assert.Equal(((first * one[i]) + (second * other[i])) / (first + second), both[i], 1e-5);
        }
    }

    [Fact]
    public void Members_keep_their_layers_under_names_of_their_own_and_the_graph_can_be_stored()
    {
        var (network, _) = Ensemble.Of([(s_one, Initialization.Create(s_one, 1), 1), (s_one, Initialization.Create(s_one, 2), 1)]);

        Assert.Equal("cnn_4+cnn_4", network.Name);
        Assert.Contains($"m2.{s_one.Taps[^1]}", network.Shapes.Keys);
        Assert.NotEmpty(network.Taps);
        Assert.Equal(network.Digest, NetworkJson.Read(NetworkJson.Write(network)).Digest);
    }

    [Fact]
    public void Networks_of_other_classes_or_without_a_linear_end_are_refused()
    {
        var seven = Zoo.Create("cnn_4", 7, new(1, 8, 8));
        var squeeze = Zoo.Create("squeezenet1_1", 10, new(3, 32, 32));

        Assert.Contains("know 7 and 10 classes", Refusal(s_one, seven));
        Assert.Contains("does not end in a linear layer", Refusal(squeeze, squeeze));
    }

    private static double Sureness(float[] logits_NK, int sample)
    {
        var powers = logits_NK.Skip(sample * 10).Take(10).Select(logit => Math.Exp(logit)).ToList();
        return powers.Sum(power => power / powers.Sum() * (power / powers.Sum()));
    }

    private static string Refusal(Network one, Network other) => Assert.Throws<NetworkProblemException>(
        () => Ensemble.Of([(one, Initialization.Create(one, 1), 1), (other, Initialization.Create(other, 1), 1)])).Message;

    private static float[] Logits(Network network, Weights weights)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, weights, trainable: false);
        var images_NCHW = tensor([.. Enumerable.Range(0, 128).Select(i => (i % 13) / 6f - 1)], [2, 1, 8, 8]);
        return module.Forward(images_NCHW, training: false).Logits_NK.contiguous().data<float>().ToArray();
    }
}
