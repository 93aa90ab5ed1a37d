using Distill.Data;
using Distill.Networks;
using Xunit;

namespace Distill.Tests.Networks;

public sealed class ZooTests
{
    private static readonly ImageShape s_cifar = new(3, 32, 32);

    [Theory]
    [InlineData("resnet20", "layer1.2", "layer2.2", "layer3.2")]
    [InlineData("cifar10_resnet20", "layer1.2", "layer2.2", "layer3.2")]
    [InlineData("wrn_16_2", "block2.layer.0.relu1", "block3.layer.0.relu1", "relu")]
    [InlineData("vgg8", "block0.2", "block1.2", "block2.2", "block4.2")]
    [InlineData("ShuffleV2", "relu", "layer1.3", "layer2.7", "relu2")]
    [InlineData("squeezenet1_1", "features.1", "features.4", "features.7", "features.12")]
    [InlineData("MobileNetV2", "blocks.2.0.conv.2", "blocks.3.0.conv.2", "blocks.5.0.conv.2", "conv2.2")]
    [InlineData("cnn_8_16", "block0", "block1")]
    public void Taps_are_the_ends_of_stages(string name, params string[] taps) =>
        Assert.Equal(taps, Zoo.Create(name, 10, s_cifar).Taps);

    [Fact]
    public void The_last_tap_is_the_input_of_the_global_pool_behind_which_more_layers_may_follow()
    {
        var network = Zoo.Create("mobilenet_v3_small_s1", 10, s_cifar);
        Assert.Equal("features.12", network.Taps[^1]);
    }

    [Fact]
    public void A_network_without_pool_is_tapped_before_its_classifier()
    {
        var network = new Network(
            "mlp", new ImageShape(1, 8, 8), 10,
            [
                new Node("flatten", new Flatten(), [Network.Images]), new Node("hidden", new Linear(32), ["flatten"]),
                new Node("relu", new Relu(), ["hidden"]), new Node("out", new Linear(10), ["relu"]),
            ],
            "out");
        Assert.Equal(["relu"], network.Taps);
    }

    [Fact]
    public void Names_are_those_of_the_public_checkpoints()
    {
        string[] NamesOf(string network, string prefix) =>
            [.. Zoo.Create(network, 100, s_cifar).Parameters.Select(p => p.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal))];

        Assert.Equal(
            ["layer2.0.conv1.weight", "layer2.0.bn1.weight", "layer2.0.conv2.weight", "layer2.0.bn2.weight", "layer2.0.downsample.0.weight", "layer2.0.downsample.1.weight"],
            NamesOf("resnet20", "layer2.0."));
        Assert.Equal(
            ["block2.layer.0.bn1.weight", "block2.layer.0.conv1.weight", "block2.layer.0.bn2.weight", "block2.layer.0.conv2.weight", "block2.layer.0.convShortcut.weight"],
            NamesOf("wrn_16_2", "block2.layer.0."));
        Assert.Equal(
            ["blocks.0.0.conv.0.weight", "blocks.0.0.conv.1.weight", "blocks.0.0.conv.3.weight", "blocks.0.0.conv.4.weight", "blocks.0.0.conv.6.weight", "blocks.0.0.conv.7.weight"],
            NamesOf("MobileNetV2", "blocks.0.0."));
        Assert.Equal(["block1.0.weight", "block1.1.weight", "block1.3.weight", "block1.4.weight"], NamesOf("vgg13", "block1."));
        Assert.Equal(["features.3.squeeze.weight", "features.3.expand1x1.weight", "features.3.expand3x3.weight"], NamesOf("squeezenet1_1", "features.3."));
        Assert.Equal(
            ["features.1.block.0.0.weight", "features.1.block.0.1.weight", "features.1.block.1.fc1.weight", "features.1.block.1.fc2.weight", "features.1.block.2.0.weight", "features.1.block.2.1.weight"],
            NamesOf("mobilenet_v3_small_s1", "features.1."));
        Assert.Equal(["fc.weight"], NamesOf("resnet20", "fc"));
        Assert.Equal(["linear.weight"], NamesOf("cifar10_resnet20", "linear"));
        Assert.Equal(["classifier.0.weight"], NamesOf("MobileNetV2", "classifier"));
    }

    [Theory]
    [InlineData("cnn_4_8_16")]
    [InlineData("dscnn_8_16")]
    [InlineData("resnet8")]
    [InlineData("wrn_10_1")]
    [InlineData("vgg8")]
    public void Small_images_and_few_channels_are_fine(string name)
    {
        var network = Zoo.Create(name, 10, new ImageShape(1, 8, 8));
        Assert.Equal([10], network.Shapes[network.Output]);
    }

    [Fact]
    public void Plain_networks_halve_the_image_while_it_has_four_pixels()
    {
        var network = Zoo.Create("cnn_4_8_16_32", 10, new ImageShape(1, 8, 8));
        Assert.Equal([[4, 8, 8], [8, 4, 4], [16, 2, 2], [32, 2, 2]], Enumerable.Range(0, 4).Select(i => network.Shapes[$"block{i}"]));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_network_can_be_made_narrower_and_wider(string name)
    {
        var input = SomeNetworks.InputOf(name);
        var (narrow, published, wide) = (Zoo.Create(name, 10, input, 0.5), Zoo.Create(name, 10, input), Zoo.Create(name, 10, input, 2));
        Assert.True(Cost.Of(narrow).Macs < Cost.Of(published).Macs);
        Assert.True(Cost.Of(published).Macs < Cost.Of(wide).Macs);
        Assert.Equal(($"{name}@0.5", name, $"{name}@2"), (narrow.Name, published.Name, wide.Name));
    }

    [Theory]
    [InlineData("resnet21", "There is no network \"resnet21\": its depth 21 must be 6n + 2, from 8 to 2000.")]
    [InlineData("mobilnetv2", "There is no network \"mobilnetv2\"; did you mean \"MobileNetV2\"?")]
    [InlineData("vgg12", "There is no network \"vgg12\"; VGG exists with 8, 11, 13, 16 and 19 layers.")]
    public void An_unknown_network_is_answered_with_what_there_is(string name, string answer) =>
        Assert.Equal(answer, Assert.Throws<NetworkProblemException>(() => Zoo.Create(name, 10, s_cifar)).Message);

    [Fact]
    public void A_name_like_no_other_is_answered_with_the_list() =>
        Assert.Contains(
            "known are resnet#, resnet#x4,",
            Assert.Throws<NetworkProblemException>(() => Zoo.Create("transformer", 10, s_cifar)).Message);

    [Theory]
    [InlineData("resnet20", 0, 1.0)]
    [InlineData("resnet20", 10, 0.0)]
    [InlineData("resnet20", 10, double.NaN)]
    [InlineData("cnn_999999_999999", 10, 1.0)]
    public void Impossible_sizes_are_refused(string name, int classes, double width) =>
        Assert.Throws<NetworkProblemException>(() => Zoo.Create(name, classes, s_cifar, width));

    public static IEnumerable<TheoryDataRow<string>> Members() => Zoo.Names.Select(name => new TheoryDataRow<string>(name));
}
