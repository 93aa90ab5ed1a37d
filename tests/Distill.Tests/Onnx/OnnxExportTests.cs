using System.Text;
using Distill.Data;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Networks;
using Google.Protobuf;
using Xunit;

namespace Distill.Tests.Onnx;

public sealed class OnnxExportTests
{
    private static readonly Normalization s_scaling = new([0.5f, 0.4f, 0.3f], [0.2f, 0.25f, 0.3f]);

    [Fact]
    public void A_file_states_its_version_its_input_and_its_output()
    {
        var model = Export("resnet8");

        Assert.Equal((8L, 17L), (model.IrVersion, Assert.Single(model.OpsetImport).Version));
        Assert.Equal(("images", "N 3 32 32"), Described(Assert.Single(model.Graph.Input)));
        Assert.Equal(("logits", "N 10"), Described(Assert.Single(model.Graph.Output)));
    }

    [Fact]
    public void Batch_normalisations_are_folded_and_no_layer_lost()
    {
        var operators = Export("resnet20").Graph.Node.CountBy(node => node.OpType).ToDictionary();

        Assert.DoesNotContain("BatchNormalization", operators.Keys);
        Assert.Equal(21, operators["Conv"]);
        Assert.Equal(9, operators["Add"]);
    }

    [Theory]
    [MemberData(nameof(ZooTests.Members), MemberType = typeof(ZooTests))]
    public void Every_value_is_made_before_it_is_used_and_only_once(string name)
    {
        var graph = Export(name).Graph;
        var known = graph.Initializer.Select(tensor => tensor.Name).Append("images").ToList();
        foreach (var node in graph.Node)
        {
            Assert.All(node.Input, input => Assert.Contains(input, known));
            known.AddRange(node.Output);
        }

        Assert.Equal(known.Distinct(), known);
        Assert.Contains("logits", known);
    }

    [Fact]
    public void Halves_of_a_value_are_one_split()
    {
        var operators = Export("ShuffleV2").Graph.Node.CountBy(node => node.OpType).ToDictionary();

        Assert.Equal(13, operators["Split"]);
        Assert.DoesNotContain("Slice", operators.Keys);
    }

    [Fact]
    public void Equal_networks_give_equal_bytes()
    {
        var network = SomeNetworks.Narrow("resnet8");

        Assert.Equal(
            OnnxExport.Write(network, Initialization.Create(network, 1), new() { ClassNames = s_names }),
            OnnxExport.Write(network, Initialization.Create(network, 1), new() { ClassNames = s_names }));
    }

    [Fact]
    public void Class_names_and_scaling_are_noted()
    {
        var notes = Export("resnet8", new() { ClassNames = s_names, Normalization = s_scaling }).MetadataProps.ToDictionary(note => note.Key, note => note.Value);

        Assert.StartsWith("""["Ärmel","b","c",""", notes["class_names"], StringComparison.Ordinal);
        Assert.Equal(("[0.5,0.4,0.3]", "[0.2,0.25,0.3]", "resnet8@0.25"), (notes["mean"], notes["std"], notes["network"]));
    }

    [Fact]
    public void A_graph_that_scales_its_pixels_takes_bytes()
    {
        var model = Export("resnet8", new() { Normalization = s_scaling, EmbedPreprocessing = true });

        Assert.Equal(("images", "N 32 32 3"), Described(model.Graph.Input[0]));
        Assert.Equal(2, model.Graph.Input[0].Type.TensorType.ElemType);
        Assert.Equal(["Cast", "Transpose", "Mul", "Add", "Conv"], model.Graph.Node.Take(5).Select(node => node.OpType));
    }

    [Theory]
    [InlineData(true, 0, 0, "cannot take bytes, because nothing says how its pixels were scaled")]
    [InlineData(false, 1, 0, "takes 3 channels, but mean and std have 1 and 1")]
    [InlineData(false, 0, 3, "has 10 classes, but 3 names were given")]
    public void Options_that_contradict_the_network_are_refused(bool embed, int channels, int names, string reason)
    {
        var options = new OnnxExportOptions
        {
            EmbedPreprocessing = embed,
            Normalization = channels > 0 ? new Normalization(new float[channels], new float[channels]) : null,
            ClassNames = s_names[..names],
        };

        Assert.Contains(reason, Assert.Throws<NetworkProblemException>(() => Export("resnet8", options)).Message);
    }

    [Fact]
    public void A_logit_that_is_no_number_is_no_parity()
    {
        Assert.Equal(double.NaN, OnnxParity.Difference([1, 2], [1, float.NaN]));
        Assert.Equal(0.25, OnnxParity.Difference([1, -2], [1.5f, -2]));
    }

    [Fact]
    public void What_the_schema_does_not_name_survives_reading_and_writing()
    {
        byte[] unknown = [0xA2, 0x06, 3, .. Encoding.UTF8.GetBytes("abc")]; // field 100 of the model

        var read = ModelProto.Parser.ParseFrom([.. Export("resnet8").ToByteArray(), .. unknown]);

        Assert.EndsWith("abc", Encoding.UTF8.GetString(read.ToByteArray()), StringComparison.Ordinal);
    }

    private static readonly string[] s_names = ["Ärmel", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

    private static ModelProto Export(string name, OnnxExportOptions? options = null)
    {
        var network = SomeNetworks.Narrow(name);
        return OnnxExport.Model(network, Initialization.Create(network, 1), options ?? new());
    }

    private static (string Name, string Shape) Described(ValueInfoProto value) =>
        (value.Name, string.Join(' ', value.Type.TensorType.Shape.Dim.Select(size => size.HasDimValue ? $"{size.DimValue}" : size.DimParam)));
}
