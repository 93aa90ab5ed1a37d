using Distill.Data;
using Distill.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Networks;

public sealed class NetworkModuleTests
{
    private static readonly ImageShape s_tiny = new(1, 2, 2);

    [Theory]
    [MemberData(nameof(ZooTests.Members), MemberType = typeof(ZooTests))]
    public void Every_network_of_the_zoo_runs(string name)
    {
        var network = SomeNetworks.Narrow(name);
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network), trainable: false);
        var output = module.Forward(SomeImages.Batch(2, network.Input), training: false, network.Taps);
        Assert.Equal([2, 10], output.Logits_NK.shape);
        Assert.All(SomeImages.Values(output.Logits_NK), logit => Assert.True(float.IsFinite(logit)));
        foreach (var tap in network.Taps)
        {
            Assert.Equal([2, .. network.Shapes[tap]], output.Taps_NCHW[tap].shape);
        }
    }

    [Fact]
    public void A_convolution_normalisation_and_classifier_give_what_one_computes_by_hand()
    {
        var network = Hand(new Conv(1, 2, 2));
        var weights = new Weights([
            Of("conv.weight", [1, 1, 2, 2], 1, -1, 2, 3), Of("bn.weight", [1], 2), Of("bn.bias", [1], 0.5f),
            Of("bn.running_mean", [1], 1), Of("bn.running_var", [1], 4), Of("fc.weight", [2, 1], 1, -2), Of("fc.bias", [2], 0.25f, 0),
        ]);
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, weights);
        // 1·1 - 1·2 + 2·3 + 3·4 = 17 and -17; (17 - 1) / 2 · 2 + 0.5 = 16.5; the ReLU makes the second 0.
        var logits_NK = module.Forward(tensor(new float[] { 1, 2, 3, 4, -1, -2, -3, -4 }, [2, 1, 2, 2]), training: false).Logits_NK;
        float[] expected = [16.75f, -33, 0.25f, 0];
        Assert.All(SomeImages.Values(logits_NK).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
    }

    [Fact]
    public void Training_uses_the_statistics_of_the_batch_and_moves_the_running_ones()
    {
        var network = Hand(new Conv(1, 2, 2));
        var weights = new Weights([
            Of("conv.weight", [1, 1, 2, 2], 1, 0, 0, 0), Of("bn.weight", [1], 1), Of("bn.bias", [1], 0),
            Of("bn.running_mean", [1], 0), Of("bn.running_var", [1], 1), Of("fc.weight", [2, 1], 1, 1), Of("fc.bias", [2], 0, 0),
        ]);
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, weights);
        var logits_NK = module.Forward(tensor(new float[] { 5, 0, 0, 0, 1, 0, 0, 0 }, [2, 1, 2, 2]), training: true).Logits_NK;
        // The convolution gives 5 and 1: mean 3, biased variance 4, unbiased 8.
        Assert.All(SomeImages.Values(logits_NK).Zip([1f, 1, 0, 0]), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        var after = module.Snapshot();
        Assert.Equal(0.3f, after["bn.running_mean"].Values[0], 1e-6f);
        Assert.Equal(0.9f + 0.8f, after["bn.running_var"].Values[0], 1e-6f);
    }

    [Fact]
    public void Every_operator_computes_what_its_name_says()
    {
        // Channels of pixels: 0 1 / 2 3 and -4 -5 / -6 -7.
        float[] image = [0, 1, 2, 3, -4, -5, -6, -7];
        void Gives(Operator @operator, params float[] expected)
        {
            var network = Around(@operator, new ImageShape(2, 2, 2));
            using var scope = NewDisposeScope();
            using var module = new NetworkModule(network, Initialization.Create(network, 1), trainable: false);
            var value = module.Forward(tensor(image, [1, 2, 2, 2]), training: false, ["it"]).Taps_NCHW["it"];
            Assert.All(SomeImages.Values(value).Zip(expected, (actual, wanted) => (actual, wanted)), pair => Assert.Equal(pair.wanted, pair.actual, 1e-6f));
            Assert.Equal([1, .. network.Shapes["it"]], value.shape);
        }

        Gives(new Relu(), 0, 1, 2, 3, 0, 0, 0, 0);
        Gives(new Relu6(), 0, 1, 2, 3, 0, 0, 0, 0);
        Gives(new HardSigmoid(), 0.5f, 4 / 6f, 5 / 6f, 1, 0, 0, 0, 0);
        Gives(new HardSwish(), 0, 4 / 6f, 10 / 6f, 3, 0, 0, 0, 0);
        Gives(new Add(), 0, 2, 4, 6, -8, -10, -12, -14);
        Gives(new Multiply(), 0, 1, 4, 9, 16, 25, 36, 49);
        Gives(new Concat(), 0, 1, 2, 3, -4, -5, -6, -7, 0, 1, 2, 3, -4, -5, -6, -7);
        Gives(new ChannelSlice(1, 1), -4, -5, -6, -7);
        Gives(new ChannelShuffle(2), image);
        Gives(new MaxPool(2, 2), 3, -4);
        Gives(new AveragePool(2, 2), 1.5f, -5.5f);
        Gives(new AveragePool(2, 2, 1, CountIncludePad: true), 0, 0.25f, 0.5f, 0.75f, -1, -1.25f, -1.5f, -1.75f);
        Gives(new AveragePool(2, 2, 1, CountIncludePad: false), image);
        Gives(new GlobalAveragePool(), 1.5f, -5.5f);
        Gives(new Flatten(), image);
        Gives(new ZeroPadShortcut(4), 0, 0, -4, 0);
    }

    [Fact]
    public void Shuffling_interleaves_the_groups_and_lets_gradients_through()
    {
        var network = Around(new ChannelShuffle(2), new ImageShape(4, 1, 1));
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, Initialization.Create(network, 1));
        var output = module.Forward(tensor(new float[] { 0, 1, 2, 3 }, [1, 4, 1, 1]), training: true, ["it"]);
        Assert.Equal([0, 2, 1, 3], SomeImages.Values(output.Taps_NCHW["it"]));
        output.Logits_NK.sum().backward();
        Assert.NotNull(module.Parameters[0].Value.grad);
    }

    [Fact]
    public void A_tap_does_not_change_the_logits_and_holds_the_value_itself()
    {
        var network = Zoo.Create("resnet8", 10, new ImageShape(3, 8, 8));
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, SomeImages.Trained(network));
        var images = SomeImages.Batch(3, network.Input);
        var plain = module.Forward(images, training: false);
        var tapped = module.Forward(images, training: false, ["layer1.0.bn2", "layer1.0.add", "layer1.0"]);
        Assert.Equal(SomeImages.Values(plain.Logits_NK), SomeImages.Values(tapped.Logits_NK));
        Assert.Equal(
            SomeImages.Values(tapped.Taps_NCHW["layer1.0.add"]).Select(value => Math.Max(value, 0)),
            SomeImages.Values(tapped.Taps_NCHW["layer1.0"]));
        Assert.Contains(SomeImages.Values(tapped.Taps_NCHW["layer1.0.bn2"]), value => value < 0);
    }

    [Fact]
    public void An_unknown_tap_is_answered_with_what_there_is()
    {
        var network = Zoo.Create("resnet8", 10, new ImageShape(3, 8, 8));
        using var module = new NetworkModule(network, Initialization.Create(network, 1));
        using var scope = NewDisposeScope();
        var images = SomeImages.Batch(1, network.Input);
        Assert.Equal(
            "Network \"resnet8\" has no node \"layer4.0\" to tap; did you mean \"layer1.0\"?",
            Assert.Throws<NetworkProblemException>(() => module.Forward(images, false, ["layer4.0"])).Message);
        Assert.Equal(
            "Network \"resnet8\" has no node \"\" to tap; its stages end at layer1.0, layer2.0, layer3.0.",
            Assert.Throws<NetworkProblemException>(() => module.Forward(images, false, [""])).Message);
    }

    [Fact]
    public void Weights_come_back_as_they_went_in()
    {
        var network = Zoo.Create("resnet8", 10, new ImageShape(3, 32, 32));
        var weights = SomeImages.Trained(network);
        using var module = new NetworkModule(network, weights);
        Assert.Equal(weights.Digest, module.Snapshot().Digest);
        var others = Initialization.Create(network, 5);
        module.Load(others);
        Assert.Equal(others.Digest, module.Snapshot().Digest);
    }

    [Fact]
    public void Evaluation_leaves_only_its_output_alive()
    {
        var network = Zoo.Create("ShuffleV2", 10, new ImageShape(3, 32, 32));
        using var module = new NetworkModule(network, SomeImages.Trained(network), trainable: false);
        using var scope = NewDisposeScope();
        var images = SomeImages.Batch(1, network.Input);
        var before = scope.DisposablesCount;
        module.Forward(images, training: false);
        Assert.Equal(before + 1, scope.DisposablesCount);
    }

    private static Network Hand(Conv conv) => new(
        "hand", s_tiny, 2,
        [
            new Node("conv", conv, [Network.Images]), new Node("bn", new BatchNorm(), ["conv"]), new Node("relu", new Relu(), ["bn"]),
            new Node("pool", new GlobalAveragePool(), ["relu"]), new Node("flatten", new Flatten(), ["pool"]), new Node("fc", new Linear(2), ["flatten"]),
        ],
        "fc");

    /// <summary>The operator "it", fed with the images by all its inputs, before a classifier.</summary>
    private static Network Around(Operator @operator, ImageShape input)
    {
        string[] inputs = [.. Enumerable.Repeat(Network.Images, @operator.Arity.Least)];
        Node[] nodes = [new("it", @operator, inputs), new("flat", new Flatten(), ["it"]), new("fc", new Linear(2), ["flat"])];
        return new Network("around", input, 2, nodes, "fc");
    }

    private static KeyValuePair<string, HostTensor> Of(string name, long[] shape, params float[] values) => new(name, new HostTensor(shape, values));
}
