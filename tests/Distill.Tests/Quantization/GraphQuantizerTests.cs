using Distill.Data;
using Distill.Networks;
using Distill.Onnx;
using Distill.Quantization;
using Distill.Tests.Networks;
using Distill.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace Distill.Tests.Quantization;

public sealed class GraphQuantizerTests
{
    [Fact]
    public void Convolution_and_rectifier_stay_one_and_logits_stay_floats()
    {
        var graph = Quantize("resnet8").Graph;

        var quantized = graph.Node.Where(node => node.OpType == "QuantizeLinear").Select(node => node.Input[0]).ToHashSet();
        var makers = graph.Node.SelectMany(node => node.Output.Select(output => (output, node))).ToDictionary(made => made.output, made => made.node);
        Assert.All(graph.Node.Where(node => node.OpType == "Relu"), relu => Assert.DoesNotContain(relu.Input[0], quantized));
        Assert.DoesNotContain(OnnxExport.Output, quantized);
        Assert.Contains(OnnxExport.Input, quantized);
        Assert.All(
            graph.Node.Where(node => node.OpType == "Add"),
            add => Assert.Equal(2, add.Input.Select(input => makers[input]).Where(maker => maker.OpType == "DequantizeLinear").Select(maker => maker.Input[1]).Distinct().Count()));
    }

    [Fact]
    public void What_a_pool_only_moves_keeps_its_scale()
    {
        var graph = Quantize("vgg8").Graph;
        var pool = graph.Node.First(node => node.OpType == "MaxPool");

        float ScaleOf(string value) => BitConverter.ToSingle(graph.Initializer.Single(tensor => tensor.Name == GraphQuantizer.Names.Scale(value)).RawData.Span);

        Assert.Equal(ScaleOf(pool.Input[0][..^GraphQuantizer.Names.Dequantized("").Length]), ScaleOf(pool.Output[0]));
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("wrn_16_1")]
    [InlineData("vgg8")]
    [InlineData("MobileNetV2")]
    [InlineData("ShuffleV1")]
    [InlineData("ShuffleV2")]
    [InlineData("squeezenet1_1")]
    [InlineData("mobilenet_v3_small_s1")]
    public void The_zoo_runs_on_bytes_without_falling_back_to_floats(string name)
    {
        NativeOnnx.Require();

        var model = Quantize(name);
        var census = OperatorCensus.Of(model.ToByteArray(), OperatorCensus.DeclaredIn(model.Graph, []), signed: false);

        Assert.Empty(census.Fallbacks);
        Assert.Contains("QLinearConv", census.Operators.Keys);
    }

    [Fact]
    public void Signed_bytes_do_not_fall_back_to_floats_either()
    {
        NativeOnnx.Require();

        var census = OperatorCensus.Of(Quantize("resnet8", QuantizationTarget.Arm).ToByteArray(), new Dictionary<string, int>(), signed: true);

        Assert.Empty(census.Fallbacks);
    }

    [Fact]
    public void A_layer_that_stays_on_floats_brings_nothing_along_that_nobody_declared()
    {
        NativeOnnx.Require();
        var layer = Quantize("resnet8").Graph.Node.Where(node => node.OpType == "Conv").ElementAt(3).Name;

        var model = Quantize("resnet8", floatLayers: layer);
        var census = OperatorCensus.Of(model.ToByteArray(), OperatorCensus.DeclaredIn(model.Graph, [layer]), signed: false);

        Assert.Equal(1, census.Declared["Conv"]);
        Assert.Empty(census.Fallbacks);
    }

    [Fact]
    public void A_convolution_in_floats_that_nobody_declared_is_a_fallback()
    {
        var model = new ModelProto
        {
            Graph = new GraphProto
            {
                Node =
                {
                    new NodeProto { OpType = "QLinearConv" }, new NodeProto { OpType = "FusedConv" }, new NodeProto { OpType = "Conv" },
                    new NodeProto { OpType = "HardSwish" }, new NodeProto { OpType = "DequantizeLinear" }, new NodeProto { OpType = "ReorderInput" },
                },
            },
        };

        var census = OperatorCensus.Of(model, new Dictionary<string, int> { ["Conv"] = 1, ["HardSwish"] = 4 });

        Assert.Equal([KeyValuePair.Create("Conv", 1)], census.Fallbacks);
        Assert.Equal(1, census.Declared["HardSwish"]);
        Assert.Equal(6, census.Operators.Values.Sum());
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes() =>
        Assert.Equal(Quantize("resnet8").ToByteArray(), Quantize("resnet8").ToByteArray());

    private static ModelProto Quantize(string name, QuantizationTarget target = QuantizationTarget.X86, params string[] floatLayers)
    {
        var network = SomeNetworks.Narrow(name);
        var (folded, foldedWeights) = BatchNormFolding.Fold(network, SomeImages.Trained(network), keep: []);
        var (prepared, weights) = NormsAsConvolutions.Rewrite(folded, foldedWeights);
        byte[] pixels = [.. SomeImages.Noise(4 * 3072, seed: 9).Select(value => (byte)Math.Clamp(128 + 64 * value, 0, 255))];
        var images = new MemoryImageSet(network.Input, pixels, [0, 1, 2, 3]);
        var ranges = ActivationStatistics.Of(prepared, weights, images, new Normalization([0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]), 4, threads: 1)
            .Ranges(Calibrator.MinMax)
            .ToDictionary(range => range.Key == Network.Images ? OnnxExport.Input : range.Key, range => range.Value);
        var model = OnnxExport.Model(prepared, weights, new OnnxExportOptions());
        var options = new QuantizationOptions { Target = target, FloatLayers = floatLayers };
        return new GraphQuantizer(model, QuantizedValues.Of(model.Graph, ranges, options.SignedActivations), options).Quantize();
    }
}
