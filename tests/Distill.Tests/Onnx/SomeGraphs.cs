using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Networks;
using Google.Protobuf;

namespace Distill.Tests.Onnx;

/// <summary>ONNX graphs as other programs write them.</summary>
internal static class SomeGraphs
{
    /// <summary>A graph from images of 3x8x8 that a test completes; the result is called "logits" unless said otherwise.</summary>
    public static ModelProto Model(int classes, Action<GraphWriter> write, string output = "logits")
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "test" }, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } } };
        model.Graph.Input.Add(GraphWriter.Value("input", ElementTypes.Single, null, 3, 8, 8));
        model.Graph.Output.Add(GraphWriter.Value(output, ElementTypes.Single, null, classes));
        write(new GraphWriter(model.Graph));
        return model;
    }

    public static OnnxNetwork Read(int classes, Action<GraphWriter> write, string output = "logits") =>
        OnnxImport.Translate(Model(classes, write, output), "test", ".", null);

    /// <summary>A linear layer behind whatever was written, so that a graph of any shape ends in logits.</summary>
    public static void Classify(this GraphWriter writer, string value, int features, int classes)
    {
        var flat = writer.Node("Flatten", "flatten", [value], Attributes.Of("axis", 1));
        writer.Node("Gemm", "head", [flat, writer.Noise("head.weight", classes, features)], ["logits"], Attributes.Of("transB", 1));
    }

    public static string Noise(this GraphWriter writer, string name, params long[] shape) =>
        writer.Floats(name, shape, [.. SomeImages.Noise((int)shape.Aggregate(1L, (a, b) => a * b), (ulong)name.Length).Select(value => 0.2f * value)]);

    /// <summary>
    /// A vision transformer of one block with two heads in the way that PyTorch exports one: shapes are computed, the batch moves to the
    /// second axis for the attention, and heads are counted with the images.
    /// </summary>
    public static OnnxNetwork Transformer() => Read(10, WriteTransformer);

    public static byte[] TransformerFile() => Model(10, WriteTransformer).ToByteArray();

    private static void WriteTransformer(GraphWriter writer)
    {
        var patches = writer.Node("Conv", "patches", ["input", writer.Noise("w", 16, 3, 4, 4)], Attributes.Of("strides", [4, 4]), Attributes.Of("kernel_shape", [4, 4]));
        var images = writer.Node("Gather", "images", [writer.Node("Shape", "shape", ["input"]), writer.Integers(0)]);
        var target = writer.Node("Concat", "target", [images, writer.Integers(16, 4)], Attributes.Of("axis", 0));
        var tokens = writer.Node("Transpose", "tokens", [writer.Node("Reshape", "flat", [patches, target])], Attributes.Of("perm", [0, 2, 1]));
        var repeated = writer.Node("Expand", "repeated", [writer.Noise("class.token", 1, 1, 16), writer.Node("Concat", "ones", [images, writer.Integers(1, 1)], Attributes.Of("axis", 0))]);
        var all = writer.Node("Concat", "all", [repeated, tokens], Attributes.Of("axis", 1));
        var placed = writer.Node("Add", "placed", [all, writer.Noise("positions", 1, 5, 16)]);
        var normed = writer.Node("LayerNormalization", "norm", [placed, writer.Noise("norm.scale", 16), writer.Noise("norm.shifts", 16)], Attributes.Of("axis", -1));
        var turned = writer.Node("Transpose", "turned", [normed], Attributes.Of("perm", [1, 0, 2]));
        var (q, k, v) = (Heads(writer, turned, "q"), Heads(writer, turned, "kk"), Heads(writer, turned, "vvv"));
        var keys = writer.Node("Transpose", "keys", [k], Attributes.Of("perm", [0, 2, 1]));
        var scores = writer.Node("Div", "scores", [writer.Node("MatMul", "products", [q, keys]), writer.Scalar(2.828427f)]);
        var mixed = writer.Node("MatMul", "mixed", [writer.Node("Softmax", "shares", [scores], Attributes.Of("axis", -1)), v]);
        var back = writer.Node("Transpose", "back", [mixed], Attributes.Of("perm", [1, 0, 2]));
        var rows = writer.Node("Reshape", "rows", [back, writer.Integers(-1, 16)]);
        var output = writer.Node("Gemm", "output", [rows, writer.Noise("output.weight", 16, 16), writer.Noise("output.bias", 16)], Attributes.Of("transB", 1));
        var joined = writer.Node("Reshape", "joined", [output, writer.Node("Concat", "again", [writer.Integers(5), images, writer.Integers(16)], Attributes.Of("axis", 0))]);
        var sum = writer.Node("Add", "sum", [placed, writer.Node("Transpose", "front", [joined], Attributes.Of("perm", [1, 0, 2]))]);
        var erf = writer.Node("Erf", "erf", [writer.Node("Div", "divided", [sum, writer.Scalar(1.4142135f)])]);
        var share = writer.Node("Mul", "share", [sum, writer.Node("Add", "plus", [erf, writer.Scalar(1)])]);
        var active = writer.Node("Mul", "active", [share, writer.Scalar(0.5f)]);
        var first = writer.Node("Gather", "first", [active, writer.Node("Squeeze", "place", [writer.Integers(0)])], Attributes.Of("axis", 1));
        writer.Node("Gemm", "head", [first, writer.Noise("head.weight", 10, 16)], ["logits"], Attributes.Of("transB", 1));
    }

    private static string Heads(GraphWriter writer, string x, string name)
    {
        var projected = writer.Node("Add", $"{name}.sum", [writer.Node("MatMul", $"{name}.product", [x, writer.Noise($"{name}.w", 16, 16)]), writer.Noise($"{name}.bias", 16)]);
        var split = writer.Node("Reshape", $"{name}.heads", [projected, writer.Integers(5, -1, 8)]);
        return writer.Node("Transpose", name, [split], Attributes.Of("perm", [1, 0, 2]));
    }
}
