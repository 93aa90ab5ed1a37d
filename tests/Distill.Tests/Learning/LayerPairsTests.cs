using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Xunit;

namespace Distill.Tests.Learning;

public sealed class LayerPairsTests
{
    private static readonly ImageShape s_images = new(3, 32, 32);
    private static readonly Network s_resnet = Zoo.Create("resnet56", 10, s_images);

    [Fact]
    public void Stages_are_paired_by_relative_depth_with_prefixes_and_shares_that_halve()
    {
        var student = Zoo.Create("MobileNetV2", 10, s_images, 0.5);

        var pairs = LayerPairs.Of(new LossSpec { Kind = LossSpec.ActivationOrder, Layers = 3 }, s_resnet, student);

        Assert.Equal(["layer1", "layer2", "layer3"], pairs.Select(pair => pair.TeacherNode.Split('.')[0]));
        Assert.Equal([8, 16, 32], pairs.Select(pair => pair.Prefix));
        Assert.Equal([0.25, 0.5, 1], pairs.Select(pair => pair.Weight));
        Assert.Equal(student.Taps[^1], pairs[^1].StudentNode);
        Assert.Equal(pairs.Select(pair => pair.StudentNode), pairs.Select(pair => pair.StudentNode).OrderBy(node => student.Nodes.Index().First(n => n.Item.Name == node).Index));
        Assert.All(pairs, pair => Assert.Equal(student.Shapes[pair.StudentNode][0], pair.StudentChannels));
    }

    [Theory]
    [InlineData("squeezenet1_1")]
    [InlineData("vgg8")]
    [InlineData("ShuffleV2")]
    [InlineData("dscnn_8_16")]
    [InlineData("cnn_4")]
    public void Any_student_has_a_layer_for_each_of_the_teachers(string name)
    {
        var student = Zoo.Create(name, 10, s_images);

        var pairs = LayerPairs.Of(new LossSpec { Kind = LossSpec.ActivationOrder, Layers = 9 }, s_resnet, student);

        Assert.Equal(s_resnet.Taps, pairs.Select(pair => pair.TeacherNode));
        Assert.Equal(student.Taps[^1], pairs[^1].StudentNode);
        Assert.All(pairs, pair => Assert.Contains(pair.StudentNode, student.Taps));
    }

    [Fact]
    public void Depth_rises_from_tap_to_tap_and_ends_at_one()
    {
        foreach (var network in Zoo.Names.Select(name => Zoo.Create(name, 10, s_images)))
        {
            var depths = RelativeDepth.OfTaps(network);
            Assert.Equal(depths.Order(), depths);
            Assert.Equal(1, depths[^1]);
            Assert.Equal(network.Taps[^1], RelativeDepth.Nearest(network, 1));
        }
    }

    [Fact]
    public void A_network_without_stages_gets_a_sentence()
    {
        Node[] nodes = [new("flat", new Flatten(), [Network.Images]), new("fc", new Linear(10, Bias: true), ["flat"])];
        var teacher = new Network("plain", s_images, 10, nodes, "fc");

        var problem = Assert.Throws<NetworkProblemException>(() => LayerPairs.Of(new LossSpec { Kind = LossSpec.ActivationOrder }, teacher, s_resnet));

        Assert.Empty(LayerPairs.Columns(Job(LossSpec.Of(LossSpec.SoftLabels)), teacher));

        Assert.Equal("Network \"plain\" has no stage whose end could be tapped; name a layer, or use losses over logits alone.", problem.Message);
    }

    [Fact]
    public void Labels_record_what_any_of_the_losses_asks_for()
    {
        var job = Job(
            new LossSpec { Kind = LossSpec.ActivationOrder, Taps = [new() { Teacher = "layer1.8", Prefix = 4 }] },
            new LossSpec { Kind = LossSpec.ActivationOrder, Layers = 1, OnWeight = 1 });

        Assert.Equal(
            [new TapColumn(s_resnet.Taps[^1], 64, 32, Mask: true), new TapColumn("layer1.8", 16, 4)],
            LayerPairs.Columns(job, s_resnet));
    }

    [Fact]
    public void Pooled_activations_of_the_last_layer_are_recorded_where_a_loss_learns_from_them_or_the_job_says_so()
    {
        var last = new TapColumn(s_resnet.Taps[^1], 64, 32, Pooled: true);

        Assert.Equal([last], LayerPairs.Columns(Job(LossSpec.Of(LossSpec.Sp)), s_resnet));
        Assert.Equal([last], LayerPairs.Columns(Job(LossSpec.Of(LossSpec.SoftLabels)) with { Labels = new() { Pooled = "float16" } }, s_resnet));
        Assert.Equal([last with { Pooled = false }], LayerPairs.Columns(Job(LossSpec.Of(LossSpec.SoftLabels)), s_resnet));
    }

    private static JobSpec Job(params LossSpec[] terms) => new()
    {
        Name = "job",
        Dataset = new() { Kind = "digits" },
        Students = [.. terms.Select((term, index) => new StudentSpec { Name = $"s{index}", Network = "resnet8", Loss = [term] })],
        Training = new() { Epochs = 1 },
    };
}
