using Distill.Engines;
using Distill.Jobs;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Networks;
using Distill.Tests.Pipeline;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Engines;

/// <summary>The same published teacher as safetensors, ONNX and TorchScript.</summary>
public sealed class TeacherFormsTests : IDisposable
{
    private const int Images = 120;
    private const int Record = 1 + 3 * 32 * 32;

    private static readonly string[] s_forms = ["safetensors", "onnx", "torchscript.pt"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Their_logits_are_the_same_but_for_rounding()
    {
        var entry = Pretrained.ByName("cifar10_resnet56")!;
        var onnx = OnnxImport.Read(PathOf("onnx"));
        var script = ForeignModel.Open(PathOf("torchscript.pt"), entry.Input);
        IForward[] forms =
        [
            new Inference(Zoo.Create(entry.Network, entry.Classes, entry.Input), Safetensors.Read(PathOf("safetensors")).Weights, [], batchSize: 4, threads: 1),
            new Inference(onnx.Network, onnx.Weights, [], batchSize: 4, threads: 1),
            ForeignModel.Forward(script.Network, script.File, [], batchSize: 4, threads: 1),
        ];
        var pixels_NHWC = SomeImages.Noise(4 * entry.Input.Length, 3);

        var logits = forms.Select(form => form.Run(pixels_NHWC, 4).Logits_NK).ToList();

        // libtorch looks at the first calls of a program and rewrites it then.
        for (var repetition = 0; repetition < 3; repetition++)
        {
            Assert.Equal(logits[2], forms[2].Run(pixels_NHWC, 4).Logits_NK);
        }

        Array.ForEach(forms, form => form.Dispose());
        Assert.All(logits, other => Assert.InRange(OnnxParity.Difference(logits[0], other), 0, 1e-4));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Their_students_are_equally_good()
    {
        var data = SmallCifar();
        using var job = new TinyJob();
        var reports = new List<(double Teacher, double Student, double Loss)>();
        foreach (var form in s_forms)
        {
            var name = form.Split('.')[0];
            var progress = await job.RunAsync([
                $"name={name}", $"dataset={{ kind: cifar10, path: {data} }}", $"teacher={{ weights: {PathOf(form)}, minimum_accuracy: 0.8 }}",
                "student={ network: cnn_8_16 }", "loss=[hard_labels, soft_labels]", "baseline=false"]);

            Assert.Equal((JobState.Finished, null), (progress.State, progress.Failure));
            var report = job.Report(name);
            var final = report.Students[0].Seeds[0].Student.Final;
            reports.Add((report.Teacher!.Accuracy!.Value, final.Top1, final.NegativeLogLikelihood));
        }

        Assert.All(reports, report => Assert.Equal(reports[0].Teacher, report.Teacher));
        Assert.All(reports, report => Assert.Equal(reports[0].Student, report.Student, 0.02));
        Assert.All(reports, report => Assert.Equal(reports[0].Loss, report.Loss, 0.02));
    }

    private static string PathOf(string form) => Path.Combine(SharedData.Require("teachers"), $"cifar10_resnet56.{form}");

    /// <summary>The first images of CIFAR-10, in its own format.</summary>
    private string SmallCifar()
    {
        var source = SharedData.Require("cifar10");
        foreach (var file in new[] { "data_batch_1.bin", "test_batch.bin" })
        {
            File.WriteAllBytes(_folder.File(file), File.ReadAllBytes(Path.Combine(source, file))[..(Images * Record)]);
        }

        File.Copy(Path.Combine(source, "batches.meta.txt"), _folder.File("batches.meta.txt"));
        return _folder.Path;
    }
}
