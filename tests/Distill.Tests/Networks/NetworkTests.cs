using Distill.Data;
using Distill.Networks;
using Xunit;

namespace Distill.Tests.Networks;

public sealed class NetworkTests
{
    private static readonly ImageShape s_small = new(2, 4, 4);

    [Fact]
    public void Shapes_and_tensors_follow_from_the_nodes()
    {
        var network = Tiny(new Node("conv", new Conv(6, 3, 3, Stride: 2, Padding: 1, Groups: 2), [Network.Images]));
        Assert.Equal([6, 2, 2], network.Shapes["conv"]);
        Assert.Equal([24], network.Shapes["flatten"]);
        Assert.Equal(["conv.weight", "out.weight", "out.bias"], network.Parameters.Select(p => p.Name));
        Assert.Equal([6, 1, 3, 3], network.Parameters[0].Shape);
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_node_that_does_not_fit_is_named(Node node, string complaint)
    {
        var problem = Assert.Throws<NetworkProblemException>(() => Tiny(node));
        Assert.Equal($"Node \"{node.Name}\" ({node.Operator.GetType().Name}) of network \"tiny\" {complaint}.", problem.Message);
    }

    public static IEnumerable<TheoryDataRow<Node, string>> Misfits() =>
    [
        new(new Node("x", new Add(), ["images"]), "takes 2 inputs, not 1"),
        new(new Node("x", new Relu(), ["later"]), "takes \"later\", which no earlier node makes"),
        new(new Node("images", new Relu(), ["images"]), "needs a name of its own"),
        new(new Node("x", new Conv(3, 3, 3, Groups: 2), ["images"]), "cannot divide 2 input and 3 output channels into 2 groups"),
        new(new Node("x", new Conv(2, 5, 5), ["images"]), "has a window of 5 pixels, but the image has only 4 there"),
        new(new Node("x", new Conv(0, 1, 1), ["images"]), "needs positive sizes and a padding that is not negative"),
        new(new Node("x", new Conv(int.MaxValue, 1, 1), ["images"]), "would need a tensor of [2147483647, 4, 4], which is too large"),
        new(new Node("x", new Linear(0), ["images"]), "needs a positive number of outputs"),
        new(new Node("x", new ChannelSlice(1, 2), ["images"]), "cannot take 2 channels from 1 on of 2"),
        new(new Node("x", new ChannelShuffle(3), ["images"]), "cannot divide 2 channels into 3 groups"),
        new(new Node("x", new ZeroPadShortcut(5), ["images"]), "cannot pad 2 channels evenly to 5"),
        new(new Node("x", new MaxPool(2, 2, 2), ["images"]), "needs positive sizes and a padding of at most half the kernel"),
        new(new Node("x", new BatchNorm(0), ["images"]), "needs a positive epsilon"),
    ];

    [Fact]
    public void The_output_has_to_be_logits_of_all_classes()
    {
        Node[] nodes = [new("flatten", new Flatten(), [Network.Images]), new("out", new Linear(5), ["flatten"])];
        var problem = Assert.Throws<NetworkProblemException>(() => new Network("tiny", s_small, 3, nodes, "out"));
        Assert.Equal("Network \"tiny\" gives [5] at its output \"out\" instead of logits of 3 classes.", problem.Message);
        problem = Assert.Throws<NetworkProblemException>(() => new Network("tiny", s_small, 3, nodes, "fc"));
        Assert.Equal("Network \"tiny\" has no node \"fc\", which is said to be its output.", problem.Message);
    }

    [Fact]
    public void A_node_that_nobody_uses_is_refused()
    {
        Node[] nodes =
        [
            new("idle", new Relu(), [Network.Images]), new("flatten", new Flatten(), [Network.Images]), new("out", new Linear(3), ["flatten"]),
        ];
        var problem = Assert.Throws<NetworkProblemException>(() => new Network("tiny", s_small, 3, nodes, "out"));
        Assert.Equal("Node \"idle\" of network \"tiny\" is used by no other node; remove it.", problem.Message);
    }

    [Theory]
    [InlineData(7, 2, 2, 0, true, 4)]
    [InlineData(7, 2, 2, 0, false, 3)]
    [InlineData(32, 3, 2, 0, true, 16)]
    [InlineData(2, 3, 2, 0, true, 1)]
    [InlineData(4, 2, 3, 1, true, 2)] // a third window would start in the right padding
    public void Windows_are_counted_as_PyTorch_does(long size, long kernel, long stride, long padding, bool ceil, long positions) =>
        Assert.Equal(positions, Window.Positions(size, kernel, stride, padding, ceil));

    private static Network Tiny(Node first) => new(
        "tiny", s_small, 3, [first, new Node("flatten", new Flatten(), [first.Name]), new Node("out", new Linear(3), ["flatten"])], "out");
}
