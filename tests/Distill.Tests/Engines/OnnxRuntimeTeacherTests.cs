using Distill.Data;
using Distill.Engines;
using Distill.Jobs;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tensors.Interop.Onnx;
using Distill.Tests.Networks;
using Distill.Tests.Onnx;
using Distill.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace Distill.Tests.Engines;

/// <summary>ONNX files with an operator that a network cannot have are left to ONNX Runtime, where it is.</summary>
public sealed class OnnxRuntimeTeacherTests : IDisposable
{
    private static readonly ImageShape s_images = new(3, 8, 8);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_answers_are_those_of_the_same_network_without_the_operator()
    {
        NativeOnnx.Require();
        var foreign = ForeignModel.Open(Write("Elu"), s_images);
        var own = OnnxImport.Read(Write("Relu"));
        var pixels_NHWC = SomeImages.Noise(2 * s_images.Length, 3).Select(Math.Abs).ToArray(); // no difference between the two

        using var forward = ForeignModel.Forward(foreign.Network, foreign.File, ["result1"], batchSize: 3, threads: 1);
        using var expected = new Inference(own.Network, own.Weights, [], batchSize: 3, threads: 1);
        var (logits_NK, pooled_ND) = forward.Run(pixels_NHWC, 2);

        Assert.Equal((2, "result1"), (foreign.Network.Classes, Assert.Single(foreign.Network.Taps)));
        Assert.All(expected.Run(pixels_NHWC, 2).Logits_NK.Zip(logits_NK), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(Enumerable.Range(0, 64).Average(place => pixels_NHWC[place * 3]), pooled_ND[0][0], 1e-5);
    }

    [Fact]
    public void Another_version_than_the_one_it_was_begun_with_is_refused()
    {
        NativeOnnx.Require();
        var model = ForeignModel.Open(Write("Elu"), s_images);
        var older = NetworkJson.Read(NetworkJson.Write(model.Network).Replace($"onnxruntime {OnnxRuntime.Version}", "onnxruntime 1.16.0", StringComparison.Ordinal));

        var problem = Assert.Throws<NetworkProblemException>(() => ForeignModel.Forward(older, model.File, [], batchSize: 1, threads: 1));

        Assert.Equal($"teacher was begun with onnxruntime 1.16.0, but here is onnxruntime {OnnxRuntime.Version}; install the same version on all workers.", problem.Message);
    }

    [Fact]
    public void What_the_runtime_refuses_gets_its_words()
    {
        NativeOnnx.Require();

        var problem = Assert.Throws<NetworkProblemException>(() => ForeignModel.Open(Write("NoSuchOperator"), s_images));

        Assert.StartsWith($"{_folder.File("teacher.onnx")}: cannot be run by ONNX Runtime (", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_in_other_files_are_not_handed_on()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Write("Elu")));
        model.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../secret.bin" });
        File.WriteAllBytes(_folder.File("teacher.onnx"), model.ToByteArray());

        var problem = Assert.Throws<NetworkProblemException>(() => ForeignModel.Open(_folder.File("teacher.onnx"), s_images));

        Assert.EndsWith(": keeps tensors in other files, which ONNX Runtime does not get; write the model into one file.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_runtime_the_operator_and_its_node_are_named()
    {
        var unknown = Assert.Throws<UnknownOperatorException>(() => OnnxImport.Read(Write("Elu")));

        Assert.Equal(
            "teacher.onnx: node \"bend\" is of operator Elu, which only ONNX Runtime could run, and that is not on this machine; run './distill doctor --fix', or export the network without this operator.",
            ForeignTeacher.WithoutRuntime("teacher.onnx", unknown).Message);
    }

    private string Write(string @operator)
    {
        var path = _folder.File("teacher.onnx");
        var model = SomeGraphs.Model(2, writer => writer.Classify(writer.Node(@operator, "bend", ["input"]), 192, 2));
        model.Graph.Output.Add(GraphWriter.Value("bend", ElementTypes.Single, null, 3, 8, 8));
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
