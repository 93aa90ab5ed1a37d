using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Networks;
using Xunit;

namespace Distill.Tests.Onnx;

/// <summary>Operators that no network of the zoo has, against arithmetic done by hand.</summary>
public sealed class OperatorReadersTests
{
    private static readonly float[] s_pixels = [.. SomeImages.Noise(3 * 3 * 8 * 8, 1)];

    [Theory]
    [InlineData("LeakyRelu", "alpha", 0.1f)]
    [InlineData("HardSigmoid", "alpha", 0.2f)]
    [InlineData("Sigmoid", null, 0f)]
    [InlineData("Tanh", null, 0f)]
    [InlineData("Neg", null, 0f)]
    public void Numbers_are_computed_one_by_one(string op, string? attribute, float value)
    {
        Func<float, float> expected = op switch
        {
            "LeakyRelu" => x => x > 0 ? x : value * x,
            "HardSigmoid" => x => Math.Clamp(value * x + 0.5f, 0, 1),
            "Sigmoid" => x => 1 / (1 + MathF.Exp(-x)),
            "Tanh" => MathF.Tanh,
            _ => x => -x,
        };

        AssertMeans(expected, writer => writer.Node(op, "x", ["input"], attribute is null ? [] : [Attributes.Of(attribute, value)]));
    }

    [Theory]
    [InlineData(-0.5f, 0.25f, "Clip")]
    [InlineData(0f, 6f, "Relu6")]
    [InlineData(0f, float.MaxValue, "Relu")]
    public void Limits_become_the_operator_that_they_are(float low, float high, string kind)
    {
        var network = AssertMeans(x => Math.Clamp(x, low, high), writer => writer.Node("Clip", "x", ["input", writer.Scalar(low), writer.Scalar(high)]));

        Assert.Equal(kind, network.Nodes[0].Operator.GetType().Name);
    }

    [Theory]
    [InlineData("Add", false)]
    [InlineData("Sub", false)]
    [InlineData("Sub", true)]
    [InlineData("Mul", false)]
    [InlineData("Div", false)]
    [InlineData("Div", true)]
    public void A_constant_may_stand_on_either_side(string op, bool isFirst)
    {
        float Compute(float a, float b) => op switch { "Add" => a + b, "Sub" => a - b, "Mul" => a * b, _ => a / b };

        AssertMeans(
            x => isFirst ? Compute(3, x * x + 1) : Compute(x * x + 1, 3),
            writer =>
            {
                var positive = writer.Node("Add", "positive", [writer.Node("Pow", "square", ["input", writer.Scalar(2)]), writer.Scalar(1)]);
                return writer.Node(op, "x", isFirst ? [writer.Scalar(3), positive] : [positive, writer.Scalar(3)]);
            });
    }

    [Fact]
    public void A_constant_for_each_channel_can_be_learned()
    {
        var network = SomeGraphs.Read(2, writer => writer.Classify(writer.Node("Mul", "x", ["input", writer.Noise("factors", 3, 1, 1)]), 192, 2)).Network;

        Assert.Contains(network.Parameters, parameter => parameter is { Name: "x.weight", IsTrainable: true, Shape: [3, 1, 1] });
    }

    [Fact]
    public void Uneven_padding_becomes_a_node_of_its_own()
    {
        var network = SomeGraphs.Read(2, writer => writer.Classify(
            writer.Node("Conv", "x", ["input", writer.Noise("w", 4, 3, 3, 3)], Attributes.Of("strides", [2, 2]), Attributes.Of("auto_pad", "SAME_UPPER")), 64, 2)).Network;

        Assert.Equal(new Pad([0, 0, 0], [0, 1, 1]), network.Nodes[0].Operator);
        Assert.Equal([4, 4, 4], network.Shapes["x"]);
    }

    [Theory]
    [InlineData(2, 1, 1, 1)]
    [InlineData(2, 4, 1, 1)]
    [InlineData(1, 1, 1, 2)]
    [InlineData(2, 3, 4, 2)]
    public void A_convolution_may_have_strides_and_dilations_of_its_own_in_each_direction(int strideRows, int strideColumns, int dilationRows, int dilationColumns)
    {
        var (height, width) = ((7 - dilationRows) / strideRows + 1, (7 - 2 * dilationColumns) / strideColumns + 1);
        var read = SomeGraphs.Read(height * width, writer =>
        {
            var x = writer.Node(
                "Conv", "x", ["input", writer.Noise("w", 1, 3, 2, 3)],
                Attributes.Of("strides", [strideRows, strideColumns]), Attributes.Of("dilations", [dilationRows, dilationColumns]));
            writer.Node("Flatten", "flatten", [x], ["logits"]);
        });
        var kernel = SomeImages.Noise(18, 1).Select(value => 0.2f * value).ToArray();

        float At(int index)
        {
            var (image, row, column) = (index / width / height, index / width % height * strideRows, index % width * strideColumns);
            return Enumerable.Range(0, 18).Sum(weight => kernel[weight]
                * s_pixels[((image * 3 + weight / 6) * 8 + row + weight / 3 % 2 * dilationRows) * 8 + column + weight % 3 * dilationColumns]);
        }

        Assert.All(OnnxImportTests.Logits(read.Network, read.Weights).Index(), logit => Assert.Equal(At(logit.Index), logit.Item, 1e-4f));
    }

    [Fact]
    public void An_average_over_a_whole_oblong_map_is_the_global_one()
    {
        var network = SomeGraphs.Read(3, writer =>
        {
            var half = writer.Node("Slice", "half", ["input", writer.Integers(0), writer.Integers(4), writer.Integers(2)]);
            writer.Node("Flatten", "flatten", [writer.Node("AveragePool", "pool", [half], Attributes.Of("kernel_shape", [4, 8]))], ["logits"]);
        }).Network;

        Assert.Contains(network.Nodes, node => node.Operator is GlobalAveragePool);
    }

    [Fact]
    public void Probabilities_at_the_end_are_left_out()
    {
        var network = SomeGraphs.Read(2, writer =>
        {
            writer.Classify("input", 192, 2);
            var head = writer.Node("Identity", "same", ["logits"]);
            writer.Node("Softmax", "softmax", [head], ["probabilities"], Attributes.Of("axis", 1));
        }, "probabilities").Network;

        Assert.DoesNotContain(network.Nodes, node => node.Operator is Softmax);
    }

    [Fact]
    public void Attention_keeps_its_products_apart_from_the_images()
    {
        var network = SomeGraphs.Transformer().Network;

        Assert.Equal([[2, 5, 5], [2, 5, 8]], network.Nodes.Where(node => node.Operator is MatrixMultiply).Select(node => network.Shapes[node.Name]));
        Assert.Contains(network.Nodes, node => node.Operator is Prepend { Length: 1 });
        Assert.Contains(network.Nodes, node => node.Operator is Gelu);
        Assert.Equal(4, network.Nodes.Count(node => node.Operator is Linear { Bias: true }));
    }

    /// <summary>The mean over each channel of what a node makes of the pixels; the classifier picks the channels.</summary>
    private static Network AssertMeans(Func<float, float> expected, Func<GraphWriter, string> write)
    {
        var read = SomeGraphs.Read(3, writer =>
        {
            var pooled = writer.Node("GlobalAveragePool", "pool", [write(writer)]);
            writer.Node("Flatten", "flatten", [pooled], ["logits"]);
        });

        var means = s_pixels.Chunk(64).Select(channel => channel.Average(expected));
        Assert.All(OnnxImportTests.Logits(read.Network, read.Weights).Zip(means), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
        return read.Network;
    }
}
