using Distill.Data;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Networks;
using Distill.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Onnx;

public sealed class OnnxImportTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [MemberData(nameof(ZooTests.Members), MemberType = typeof(ZooTests))]
    public void An_exported_network_comes_back_with_the_same_cost_and_answers(string name)
    {
        var network = SomeNetworks.Narrow(name);
        var weights = SomeImages.Trained(network);

        var read = Read(OnnxExport.Model(network, weights, new()));

        var (folded, _) = BatchNormFolding.Fold(network, weights, keep: []);
        Assert.Equal(Cost.Of(folded), Cost.Of(read.Network));
        Assert.Equal(folded.Nodes.Where(DoesSomething).Select(node => node.Operator), read.Network.Nodes.Where(DoesSomething).Select(node => node.Operator));
        Assert.InRange(OnnxParity.Difference(Logits(network, weights), Logits(read.Network, read.Weights)), 0, Tolerance);
    }

    [Theory]
    [InlineData("resnet20")]
    [InlineData("ShuffleV2")]
    [InlineData("mobilenet_v3_small_s1")]
    public void Stages_of_an_imported_network_end_where_they_did(string name)
    {
        var network = SomeNetworks.Narrow(name);

        var read = Read(OnnxExport.Model(network, SomeImages.Trained(network), new())).Network;

        Assert.Equal(network.Taps.Select(tap => network.Shapes[tap]), read.Taps.Select(tap => read.Shapes[tap]));
    }

    [Fact]
    public void What_is_noted_is_read_again()
    {
        var network = SomeNetworks.Narrow("resnet8");
        string[] names = [.. Enumerable.Range(0, 10).Select(index => $"class {index}")];
        var scaling = new Normalization([0.5f, 0.4f, 0.3f], [0.2f, 0.25f, 0.3f]);

        var read = Read(OnnxExport.Model(network, SomeImages.Trained(network), new() { ClassNames = names, Normalization = scaling }));

        Assert.Equal((network.Name, network.Input), (read.Network.Name, read.Network.Input));
        Assert.Equal(names, read.ClassNames);
        Assert.Equal(scaling.Mean, read.Normalization!.Mean);
        Assert.Equal(scaling.Std, read.Normalization.Std);
    }

    [Fact]
    public void A_file_that_scales_bytes_itself_is_read_as_the_network_behind()
    {
        var network = SomeNetworks.Narrow("resnet8");
        var weights = SomeImages.Trained(network);
        var scaling = new Normalization([0.5f, 0.4f, 0.3f], [0.2f, 0.25f, 0.3f]);

        var read = Read(OnnxExport.Model(network, weights, new() { EmbedPreprocessing = true, Normalization = scaling }));

        Assert.Equal(network.Input, read.Network.Input);
        Assert.InRange(OnnxParity.Difference(Logits(network, weights), Logits(read.Network, read.Weights)), 0, Tolerance);
    }

    [Theory]
    [InlineData("cifar10_resnet56", 10)]
    [InlineData("cifar100_resnet56", 100)]
    [InlineData("fashion_cnn", 10)]
    public void A_published_teacher_answers_alike_from_either_file(string name, int classes)
    {
        var entry = Pretrained.ByName(name)!;
        var network = Zoo.Create(entry.Network, classes, entry.Input);
        var weights = Safetensors.Read(Path.Join(SharedData.Require("teachers"), $"{name}.safetensors")).Weights;

        var read = OnnxImport.Read(Path.Join(SharedData.Require("teachers"), $"{name}.onnx"));

        Assert.Equal(Cost.Of(network).Macs, Cost.Of(read.Network).Macs);
        Assert.Equal(network.Taps.Select(tap => network.Shapes[tap]), read.Network.Taps.Select(tap => read.Network.Shapes[tap]));
        Assert.InRange(OnnxParity.Difference(Logits(network, weights), Logits(read.Network, read.Weights)), 0, Tolerance);
    }

    [Fact]
    public void An_imported_network_can_be_trained()
    {
        var network = SomeNetworks.Narrow("resnet8");
        var read = Read(OnnxExport.Model(network, SomeImages.Trained(network), new()));
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(read.Network, read.Weights);

        nn.functional.cross_entropy(module.Forward(SomeImages.Batch(4, read.Network.Input), training: true).Logits_NK, tensor(new long[] { 1, 2, 3, 4 })).backward();

        Assert.All(module.Parameters, parameter => Assert.True(parameter.Value.grad!.abs().sum().item<float>() > 0, parameter.Name));
    }

    [Fact]
    public void An_imported_network_survives_its_file_form() =>
        Assert.Equal(Some().Digest, NetworkJson.Read(NetworkJson.Write(Some())).Digest);

    private static Network Some() => SomeGraphs.Transformer().Network;

    [Fact]
    public void A_transformer_is_read_run_and_written()
    {
        var read = SomeGraphs.Transformer();

        var again = Read(OnnxExport.Model(read.Network, read.Weights, new()));

        Assert.InRange(OnnxParity.Difference(Logits(read.Network, read.Weights), Logits(again.Network, again.Weights)), 0, Tolerance);
        Assert.Equal(Cost.Of(read.Network).Macs, Cost.Of(again.Network).Macs);
    }

    private static OnnxNetwork Read(ModelProto model) => OnnxImport.Translate(model, "file", ".", null);

    internal static float[] Logits(Network network, Weights weights)
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(network, weights, trainable: false);
        return SomeImages.Values(module.Forward(SomeImages.Batch(3, network.Input), training: false).Logits_NK);
    }

    // At the narrow width of tests some shortcuts pad nothing and some shuffles move nothing; what does nothing leaves no trace in a file.
    private static bool DoesSomething(Node node) => node.Operator is not (ZeroPadShortcut or Slice or ChannelShuffle { Groups: 1 });
}
