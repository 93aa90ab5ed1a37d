using Distill.Data;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Networks;
using Distill.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace Distill.Tests.Onnx;

/// <summary>ONNX files come from anywhere: each of these gets one sentence, and nothing outside their folder is read.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_cut_short_is_refused_wherever_it_ends()
    {
        var bytes = SomeNetwork();
        for (var length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 50))
        {
            Assert.NotNull(Refusal(bytes[..length]));
        }
    }

    [Fact]
    public void A_file_that_is_something_else_is_refused() =>
        Assert.EndsWith("the file is damaged or no ONNX file, fetch or export it again.", Refusal([.. "PK\x03\x04 a zip archive, for instance"u8]));

    [Fact]
    public void A_circle_of_nodes_is_refused() =>
        Assert.Contains("node \"a\" (Relu) takes \"b\", which no earlier node makes", Refusal(writer =>
        {
            writer.Node("Relu", "a", ["b"]);
            writer.Node("Relu", "b", ["a"]);
            writer.Classify("b", 192, 2);
        }));

    [Fact]
    public void A_value_made_twice_is_refused() =>
        Assert.Contains("makes \"a\", which another one makes, too", Refusal(writer =>
        {
            writer.Node("Relu", "a", ["input"]);
            writer.Node("Relu", "a", ["input"]);
            writer.Classify("a", 192, 2);
        }));

    [Theory]
    [InlineData(4L, 3L, 3L, 3L, "claims the dimensions [4, 3, 3, 3] but has 4 bytes")]
    [InlineData(-1L, 3L, 3L, 3L, "claims the dimensions [-1, 3, 3, 3], which are impossible or too large")]
    [InlineData(1L << 40, 1L << 40, 1L << 40, 1L << 40, "which are impossible or too large")]
    [InlineData(600_000_000L, 1L, 1L, 1L, "which are impossible or too large")]
    public void A_tensor_that_lies_about_its_size_is_refused(long a, long b, long c, long d, string reason) =>
        Assert.Contains(reason, Refusal(writer =>
        {
            writer.Floats("w", [a, b, c, d], [1]);
            writer.Classify(writer.Node("Conv", "conv", ["input", "w"]), 192, 2);
        }));

    [Fact]
    public void A_graph_that_asks_for_a_giant_constant_is_refused() =>
        Assert.Contains("which is impossible or too large", Refusal(writer =>
        {
            var giant = writer.Node("ConstantOfShape", "giant", [writer.Integers(1 << 20, 1 << 20)]);
            writer.Classify(writer.Node("Add", "sum", ["input", giant]), 192, 2);
        }));

    [Theory]
    [InlineData("Slice", "has a step of 0")]
    [InlineData("Concat", "joins nothing")]
    [InlineData("Range", "needs a single number, not [0]")]
    public void Constants_that_make_nothing_are_refused(string op, string reason) =>
        Assert.Contains(reason, Refusal(writer =>
        {
            var (none, one) = (writer.Integers(), writer.Integers(1));
            string[] inputs = op switch
            {
                "Slice" => [writer.Integers(1, 2, 3), writer.Integers(0), writer.Integers(2), writer.Integers(0), writer.Integers(0)],
                "Concat" => [],
                _ => [none, one, one],
            };
            writer.Classify(writer.Node("Add", "sum", ["input", writer.Node(op, "bad", inputs)]), 192, 2);
        }));

    [Fact]
    public void A_layer_whose_result_would_be_giant_is_refused() =>
        Assert.Contains("too large", Refusal(writer => writer.Classify(writer.Node("Pad", "x", ["input", writer.Integers(0, 0, 1 << 30, 1 << 30, 0, 0, 0, 0)]), 192, 2)));

    [Fact]
    public void An_unknown_operator_is_named_with_its_node()
    {
        var problem = Assert.Throws<UnknownOperatorException>(() => SomeGraphs.Read(2, writer => writer.Classify(writer.Node("RoiAlign", "align.3", ["input"]), 192, 2)));

        Assert.Equal(("align.3", "RoiAlign"), (problem.Node, problem.Operator));
        Assert.StartsWith("node \"align.3\" is of operator RoiAlign, which this program cannot run; ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_line_breaks_stays_on_its_line() =>
        Assert.Contains("node \"a?b\" (Relu) takes \"c?d\"", Refusal(writer => writer.Node("Relu", "a\nb", ["c\u001bd"])));

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../secret.bin")]
    [InlineData("a/../../secret.bin")]
    [InlineData("./weights.bin")]
    [InlineData("link.bin")]
    [InlineData("")]
    public void Data_outside_the_folder_is_never_read(string location)
    {
        var outside = Path.Join(_folder.Path, "secret.bin");
        File.WriteAllBytes(outside, new byte[4 * 192 * 2]);
        var inside = Directory.CreateDirectory(Path.Join(_folder.Path, "model")).FullName;
        File.CreateSymbolicLink(Path.Join(inside, "link.bin"), outside);

        Assert.Contains("which is not a file beside the model", RefusalOfExternal(inside, location));
    }

    [Theory]
    [InlineData("0", "1000000", "claims 1000000 bytes from byte 0 of weights.bin, which has 1536")]
    [InlineData("2000", null, "claims -464 bytes from byte 2000 of weights.bin, which has 1536")]
    [InlineData("-1", null, "gives its offset as \"-1\", which is no number")]
    [InlineData("0", "100", "but has 100 bytes")]
    public void Data_beside_the_model_must_be_as_long_as_it_says(string offset, string? length, string reason)
    {
        File.WriteAllBytes(Path.Join(_folder.Path, "weights.bin"), new byte[1536]);

        Assert.Contains(reason, RefusalOfExternal(_folder.Path, "weights.bin", offset, length));
    }

    [Fact]
    public void Data_beside_the_model_is_read()
    {
        var values = SomeImages.Noise(384, 7);
        File.WriteAllBytes(Path.Join(_folder.Path, "weights.bin"), [0, 0, 0, 0, .. values.SelectMany(BitConverter.GetBytes)]);
        var path = WriteExternal(_folder.Path, "weights.bin", "4", null);

        Assert.Equal(values, OnnxImport.Read(path).Weights["head.weight"].Values);
    }

    [Theory]
    [InlineData("takes 2 inputs (input, other) instead of one batch of images", 1)]
    [InlineData("takes exactly 8 images at once", 2)]
    [InlineData("leaves the size of its images open", 3)]
    [InlineData("gives [1, 3, 8, 8] instead of one row of logits for each image", 4)]
    [InlineData("is written in opset 99, but this program reads 7 to 25", 5)]
    [InlineData("holds no graph", 6)]
    public void What_is_no_classifier_of_images_is_refused(string reason, int kind)
    {
        var model = SomeGraphs.Model(2, writer =>
        {
            writer.Node("Relu", "relu", ["input"]);
            writer.Classify("relu", 192, 2);
        });
        switch (kind)
        {
            case 1: model.Graph.Input.Add(GraphWriter.Value("other", ElementTypes.Single, null, 3)); break;
            case 2: model.Graph.Input[0] = GraphWriter.Value("input", ElementTypes.Single, 8, 3, 8, 8); break;
            case 3: model.Graph.Input[0] = GraphWriter.Value("input", ElementTypes.Single, null, 3, null, null); break;
            case 4: model.Graph.Output[0].Name = "relu"; break;
            case 5: model.OpsetImport[0].Version = 99; break;
            default: model.Graph = null; break;
        }

        Assert.Contains(reason, Refusal(model.ToByteArray()));
    }

    [Fact]
    public void A_size_that_the_file_leaves_open_may_come_from_the_images()
    {
        var model = SomeGraphs.Model(2, writer => writer.Classify(writer.Node("GlobalAveragePool", "pool", ["input"]), 3, 2));
        model.Graph.Input[0] = GraphWriter.Value("input", ElementTypes.Single, null, 3, null, null);

        Assert.Equal(new ImageShape(3, 20, 30), OnnxImport.Translate(model, "x", ".", new ImageShape(3, 20, 30)).Network.Input);
    }

    /// <summary>Set DISTILL_FUZZ_SECONDS to go on for longer than the moment that the usual run takes.</summary>
    [Fact]
    public void Bytes_changed_at_random_never_do_worse_than_a_sentence() => Damage.Try(
        [SomeNetwork(), SomeGraphs.Model(2, writer => writer.Classify(writer.Node("Relu", "relu", ["input"]), 192, 2)).ToByteArray(), SomeGraphs.TransformerFile()],
        rounds: 90, bytes => Assert.DoesNotContain('\n', Refusal(bytes) ?? ""));

    public void Dispose() => _folder.Dispose();

    private static byte[] SomeNetwork()
    {
        var network = Zoo.Create("resnet8", 4, new ImageShape(3, 8, 8), 0.25);
        return OnnxExport.Write(network, Initialization.Create(network, 1), new());
    }

    private string Refusal(Action<GraphWriter> write) => Refusal(SomeGraphs.Model(2, write).ToByteArray())!;

    /// <summary>The sentence that the bytes get, or null if they are a network after all.</summary>
    private string? Refusal(byte[] bytes)
    {
        var path = Path.Join(_folder.Path, "file.onnx");
        File.WriteAllBytes(path, bytes);
        try
        {
            OnnxImport.Read(path);
            return null;
        }
        catch (NetworkProblemException problem)
        {
            Assert.StartsWith($"{path}: ", problem.Message, StringComparison.Ordinal);
            return problem.Message;
        }
    }

    private static string RefusalOfExternal(string folder, string location, string? offset = null, string? length = null) =>
        Assert.Throws<NetworkProblemException>(() => OnnxImport.Read(WriteExternal(folder, location, offset, length))).Message;

    private static string WriteExternal(string folder, string location, string? offset, string? length)
    {
        var model = SomeGraphs.Model(2, writer => writer.Classify("input", 192, 2));
        var tensor = model.Graph.Initializer.Single(tensor => tensor.Name == "head.weight");
        tensor.ClearRawData();
        tensor.DataLocation = 1;
        foreach (var (key, value) in new[] { ("location", location), ("offset", offset), ("length", length) })
        {
            if (value is not null)
            {
                tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
            }
        }

        var path = Path.Join(folder, "model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
