using System.Text;
using Distill.Data;
using Distill.Jobs;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Engines;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Jobs;

public sealed class JobCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private const string Digits = """
        dataset: digits
        teacher: { network: cnn_8_16, training: { epochs: 3 } }
        student: dscnn_8_16
        training: { epochs: 3 }
        """;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_bundled_job_fits_together_and_its_student_is_20_times_smaller()
    {
        var reading = JobCheck.Of(JobReader.Open("digits", []));

        Assert.Empty(reading.Problems);
        var (teacher, student) = (Cost.Of(reading.Material!.Teacher!), Cost.Of(reading.Material.Students[0]));
        Assert.InRange(teacher.Parameters / (double)student.Parameters, 20, 1000);
        Assert.Equal(1437, reading.Material.Dataset.Train.Count);
    }

    [Fact]
    public void The_template_fits_together() => Assert.Empty(JobCheck.Of(JobReader.Read(JobExamples.Template, "job.yaml", [])).Problems);

    [Fact]
    public void The_CIFAR_job_finds_its_published_teacher()
    {
        SharedData.Require("teachers");
        var reading = JobCheck.Of(JobReader.Open(Repository.PathOf("jobs", "cifar10.yaml"), []));

        Assert.Empty(reading.Problems);
        Assert.Equal("cifar10_resnet56", reading.Material!.Published!.Name);
        Assert.Equal((853_018, 78_042), (Cost.Of(reading.Material.Teacher!).Parameters, Cost.Of(reading.Material.Students[0]).Parameters));
    }

    [Fact]
    public void A_name_of_the_catalogue_finds_its_file_beside_the_dataset()
    {
        var teachers = SharedData.Require("teachers");
        var reading = JobReader.Open(Repository.PathOf("jobs", "cifar10.yaml"), ["teacher={ weights: cifar10_resnet56 }"]);

        Assert.Empty(JobCheck.Of(reading).Problems);
        Assert.Equal(Path.GetFullPath(Path.Join(teachers, "cifar10_resnet56.safetensors")), reading.Job!.WithAbsolutePaths().Teacher!.Weights);
    }

    [Fact]
    public void An_ONNX_file_is_a_teacher_with_its_own_network()
    {
        var file = _folder.File("teacher.onnx");
        var network = Zoo.Create("cnn_4_8", 10, new ImageShape(1, 8, 8));
        File.WriteAllBytes(file, OnnxExport.Write(network, Initialization.Create(network, 1), new()));

        var reading = JobCheck.Of(JobReader.Read(Digits, "job.yaml", [$"teacher={{ weights: {file} }}"]));

        Assert.Empty(reading.Problems);
        Assert.Equal(Cost.Of(network).Macs, Cost.Of(reading.Material!.Teacher!).Macs);
    }

    [Fact]
    public void A_TorchScript_file_is_a_teacher_that_a_worker_opens_first()
    {
        var file = _folder.File("teacher.pt");
        File.WriteAllBytes(file, SomeScripts.FirstPixels(10));

        var reading = JobCheck.Of(JobReader.Read(Digits, "job.yaml", [$"teacher={{ weights: {file} }}"]));
        var named = JobCheck.Of(JobReader.Read(Digits, "job.yaml", [$"teacher={{ weights: {file}, network: cnn_4 }}"]));

        Assert.Empty(reading.Problems);
        Assert.Null(reading.Material!.Teacher);
        Assert.Equal("teacher.network says cnn_4, but teacher.pt is a TorchScript file and brings its network along; take teacher.network out.", Assert.Single(named.Problems).Text);
    }

    [Fact]
    public void A_TorchScript_file_cannot_label_in_bfloat16()
    {
        var file = _folder.File("teacher.pt");
        File.WriteAllBytes(file, SomeScripts.FirstPixels(10));

        var problem = Assert.Single(JobCheck.Of(JobReader.Read(Digits, "job.yaml", [$"teacher={{ weights: {file} }}", "labels.precision=bfloat16"])).Problems);

        Assert.Equal("labels.precision is bfloat16, but teacher.pt is run by another engine, which computes in float32; take labels.precision out.", problem.Text);
    }

    [Fact]
    public void A_damaged_TorchScript_file_is_refused_with_a_sentence()
    {
        var file = _folder.File("teacher.pt");
        File.WriteAllBytes(file, SomeScripts.FirstPixels(10)[..^9]);

        var problem = Assert.Single(JobCheck.Of(JobReader.Read(Digits, "job.yaml", [$"teacher={{ weights: {file} }}"])).Problems);

        Assert.Equal($"{file}: is damaged or no TorchScript file; fetch it again, or export it again with torch.jit.save.", problem.Text);
    }

    [Theory]
    [InlineData(10, 9, "", "the teacher takes images of 1x9x9, but those of digits are 1x8x8; export it for that size, or choose another dataset.")]
    [InlineData(7, 8, "", "the teacher predicts 7 classes but digits has 10; choose other weights or another dataset.")]
    [InlineData(10, 8, ", network: cnn_4_8", "teacher.network says cnn_4_8, but teacher.onnx is an ONNX file and brings its network along; take teacher.network out.")]
    public void An_ONNX_file_for_something_else_is_refused(int classes, int size, string more, string sentence)
    {
        var file = _folder.File("teacher.onnx");
        var network = Zoo.Create("cnn_4_8", classes, new ImageShape(1, size, size));
        File.WriteAllBytes(file, OnnxExport.Write(network, Initialization.Create(network, 1), new()));

        var reading = JobCheck.Of(JobReader.Read(Digits, "job.yaml", [$"teacher={{ weights: {file}{more} }}"]));

        Assert.Equal(sentence, Assert.Single(reading.Problems).Text);
    }

    [Fact]
    public void What_does_not_fit_the_data_is_refused_at_its_place() => Verify(
        "jobs.misfits",
        ("no such network", Digits, ["student=resnet-8"]),
        ("nothing like it", Digits, ["student=transformer"]),
        ("no such folder", Digits, ["dataset={ kind: cifar10, path: nowhere }"]),
        ("augmentation larger than the image", Digits, ["dataset.augment=[{ kind: crop, padding: 100 }]"]),
        ("no such weights", Digits, ["teacher={ weights: nowhere.safetensors }"]),
        ("weights of the catalogue that are not here", Digits, ["teacher={ weights: cifar10_resnet56 }"]),
        ("weights that are no safetensors", Digits, ["teacher={ weights: broken.safetensors }"]),
        ("weights of an unknown network", Digits, ["teacher={ weights: other.safetensors }"]),
        ("weights of other classes", Digits, ["teacher={ network: cnn_8_16, weights: other.safetensors }"]),
        ("weights of another network", Digits, ["teacher={ network: cnn_8_8_16, weights: ten.safetensors }"]),
        ("layers that are not there", Digits, ["labels.taps=[{ node: blok0, prefix: 8 }]", "loss=[soft_labels]"]),
        ("layers that are not there, in the loss", Digits, ["loss=[hard_labels, { kind: activation_order, taps: [{ teacher: layer3, student: fcc }] }]"]),
        ("more channels than the layer has", Digits, ["loss=[hard_labels, { kind: activation_order, taps: [{ prefix: 17 }] }]"]),
        ("more stages than the teacher has", Digits, ["loss=[hard_labels, { kind: activation_order, layers: 9 }]"]),
        ("fewer labels than classes", Digits, ["dataset.labelled=9"]),
        ("more logits than classes", Digits, ["labels.top_k=11"]),
        ("both networks", Digits, ["student=a", "teacher.network=b"]),
        ("one of several students", Digits, ["students=[cnn_8_16, { name: small, network: resnet-8 }]"]),
        ("layers that nothing would train", Digits, ["student={ network: cnn_8_16, head: probe }", "loss=[{ kind: activation_order, taps: [{ student: block0 }] }]"]),
        ("a layer that only one of several students has", Digits, ["students=[cnn_8, cnn_8_16]", "loss=[hard_labels, { kind: activation_order, taps: [{ student: block1 }] }]"]));

    [Fact]
    public void Weights_that_cannot_be_read_are_a_problem_at_their_place()
    {
        var file = _folder.File("teacher.safetensors");
        using var held = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None);

        var problem = Assert.Single(JobCheck.Of(JobReader.Read(Digits, "job.yaml", [$"teacher={{ network: cnn_8_16, weights: {file} }}"])).Problems);

        Assert.StartsWith($"{file}: cannot be read (", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_usual_prefix_is_cut_to_the_channels_of_the_layer() =>
        Assert.Empty(JobCheck.Of(JobReader.Read(Digits, "job.yaml", ["loss=[hard_labels, activation_order]"])).Problems);

    private static void Verify(string name, params (string Title, string Yaml, string[] Overrides)[] cases)
    {
        var folder = Directory.CreateTempSubdirectory("distill-jobs-").FullName;
        File.WriteAllText(Path.Join(folder, "broken.safetensors"), "not at all");
        WriteWeights(Path.Join(folder, "other.safetensors"), classes: 100);
        WriteWeights(Path.Join(folder, "ten.safetensors"), classes: 10);

        var text = new StringBuilder();
        foreach (var (title, yaml, overrides) in cases)
        {
            var reading = JobCheck.Of(JobReader.Read(yaml, Path.Join(folder, "job.yaml"), overrides));
            Assert.Null(reading.Job);
            Assert.Null(reading.Material);
            text.Append("== ").Append(title).Append('\n').AppendJoin('\n', reading.Problems).Append("\n\n");
        }

        Directory.Delete(folder, recursive: true);
        Approved.Verify(text.Replace(folder, "FOLDER").ToString(), name);
    }

    private static void WriteWeights(string path, int classes)
    {
        using var file = File.Create(path);
        var network = Zoo.Create("cnn_8_16", classes, new ImageShape(1, 8, 8));
        Safetensors.Write(file, Initialization.Create(network, seed: 1), new Dictionary<string, string>());
    }
}
