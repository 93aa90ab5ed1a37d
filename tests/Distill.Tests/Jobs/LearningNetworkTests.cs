using Distill.Data;
using Distill.Jobs;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Engines;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Jobs;

/// <summary>Students that learn on from a file.</summary>
public sealed class LearningNetworkTests : IDisposable
{
    private static readonly ImageShape s_digits = new(1, 8, 8);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_ONNX_file_brings_network_and_weights_along()
    {
        var network = Zoo.Create("cnn_4_8", 10, s_digits);
        var read = OnnxImport.Read(Onnx(network));

        var begun = Begin(new() { Weights = "student.onnx" });

        Assert.Equal(read.Network.Digest, begun.Network.Digest);
        Assert.Equal(read.Weights.Digest, begun.Beginning!.Digest);
        Assert.Equal(begun.Beginning.Digest, Initialization.Create(begun.Network, 7, begun.Beginning).Digest);
    }

    [Fact]
    public void A_classifier_of_other_classes_is_replaced_by_one_that_begins_at_random()
    {
        Onnx(Zoo.Create("cnn_4_8", 37, s_digits));

        var begun = Begin(new() { Weights = "student.onnx" });

        var head = begun.Network.Output;
        Assert.Equal(10, begun.Network.Classes);
        Assert.DoesNotContain(begun.Beginning!.Keys, name => name.StartsWith($"{head}.", StringComparison.Ordinal));
        var drawn = Initialization.Create(begun.Network, 1, begun.Beginning);
        Assert.Equal(new long[] { 10, 8 }, drawn[$"{head}.weight"].Shape);
        Assert.NotEqual(drawn.Digest, Initialization.Create(begun.Network, 2, begun.Beginning).Digest);
        Assert.All(begun.Beginning, tensor => Assert.Same(tensor.Value, drawn[tensor.Key]));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void A_safetensors_file_fits_the_network_that_is_named(int classes)
    {
        var network = Zoo.Create("cnn_4_8", classes, s_digits, 0.5);
        Write("student.safetensors", Initialization.Create(network, 3));

        var begun = Begin(new() { Network = "cnn_4_8", Width = 0.5, Weights = "student.safetensors" });

        Assert.Equal(Zoo.Create("cnn_4_8", 10, s_digits, 0.5).Digest, begun.Network.Digest);
        Assert.Equal(network.Parameters.Count - (classes == 10 ? 0 : 2), begun.Beginning!.Count);
    }

    [Fact]
    public void What_cannot_learn_is_refused_where_it_stands()
    {
        Onnx(Zoo.Create("cnn_4_8", 10, s_digits));
        Onnx(Zoo.Create("cnn_4_8", 10, new(3, 32, 32)), "large.onnx");
        Write("named.safetensors", Initialization.Create(Zoo.Create("cnn_4_8", 10, s_digits), 3));
        File.WriteAllBytes(_folder.File("script.pt"), SomeScripts.FirstPixels(10));

        Approved.Verify(string.Join('\n', new[]
        {
            "{}", "{ weights: absent.onnx }", "{ weights: large.onnx }", "{ weights: student.onnx, network: cnn_4_8 }", "{ weights: script.pt }",
            "{ weights: named.safetensors }", "{ weights: named.safetensors, network: cnn_4 }",
        }.SelectMany(student => Problems(student).Select(problem => $"{student}: {problem}"))), "jobs.student-weights");
    }

    [Fact]
    public void Both_origins_survive_writing()
    {
        var job = JobReader.Read(Yaml("[{ network: cnn_4 }, { weights: sub/small.onnx }, { name: third, network: cnn_4, weights: w.safetensors }]", "students"), "job.yaml", []).Job!;

        var again = JobReader.Read(JobWriter.Write(job), "job.yaml", []).Job!;

        Assert.Equal(["cnn-4", "small", "third"], again.Students.Select(student => student.Name));
        Assert.Equal([(null, "cnn_4"), ("sub/small.onnx", null), ("w.safetensors", "cnn_4")], again.Students.Select(student => (student.Weights, student.Network)));
    }

    private IEnumerable<string> Problems(string student)
    {
        var reading = JobReader.Read(Yaml(student), _folder.File("job.yaml"), []);
        return JobCheck.Of(reading with { Job = reading.Job is { } job ? job with { BaseFolder = _folder.Path } : null })
            .Problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.Text}".Replace(_folder.Path, "FOLDER", StringComparison.Ordinal));
    }

    private LearningNetwork Begin(StudentSpec student) => LearningNetwork.Of(student, Datasets.Open(new() { Kind = "digits" }, "."), _folder.Path);

    private string Onnx(Network network, string name = "student.onnx")
    {
        File.WriteAllBytes(_folder.File(name), OnnxExport.Write(network, Initialization.Create(network, 1), new()));
        return _folder.File(name);
    }

    private void Write(string name, Weights weights)
    {
        using var file = File.Create(_folder.File(name));
        Safetensors.Write(file, weights, new Dictionary<string, string>());
    }

    private static string Yaml(string student, string key = "student") => $$"""
        dataset: digits
        teacher: { network: cnn_8_16, training: { epochs: 3 } }
        {{key}}: {{student}}
        training: { epochs: 3 }
        """;
}
