using System.Text.Json;
using Distill.Benchmarks.Table;
using Distill.Benchmarks.WholeJob;
using Distill.Data;
using Distill.Jobs;
using Distill.Losses;
using Distill.Networks;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Benchmarks.Peers;

/// <summary>
/// From the same initial weights and over the same images, a job's students end with the weights that methods.py ends with: teacher's answers, calibration,
/// orders, losses, connectors, optimizer and schedule are those of plain PyTorch. All images are one batch, because the order of samples is each program's own.
/// </summary>
public sealed class MethodsStepTests
{
    private const int Images = 64;
    private const int Views = 2;
    private const int Epochs = 4;
    private const int Seed = 1;
    private static readonly (string Method, string Loss)[] s_methods =
    [
        ("kd", "[{ kind: hard_labels, weight: 0.1 }, { kind: soft_labels, temperature: 2, weight: 3 }]"),
        ("order", "[hard_labels, { kind: activation_order, layers: 3, weight: 0.3 }]"),
        ("kd-order", "[{ kind: hard_labels, weight: 0.1 }, { kind: soft_labels, temperature: 2, weight: 3 }, { kind: activation_order, layers: 3, weight: 0.3 }]"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Students_take_the_steps_of_plain_PyTorch()
    {
        await PeerPython.RequireAsync();
        using var folder = new TemporaryFolder();
        var images = folder.File("cifar10");
        NoiseCifar.Write(images, Images, test: 10);
        var teacher = JobTeacher.Untrained("cifar10_resnet20", folder.Path);
        File.Move(teacher.Weights, folder.File("teacher.safetensors"));
        await RunJobAsync(folder, images);
        WriteImages(folder, Datasets.Open(new DatasetSpec { Kind = "cifar10", Path = images }, "."));
        Write(folder, "student", Initialization.Create(Zoo.Create("resnet8", 10, RandomImages.Shape), Seed));
        Write(folder, "connectors", new Weights(new[] { 16, 32, 64 }.SelectMany(Connect)));

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.File("store"), "jobs", "steps", "report.json"), Ct));
        foreach (var (method, _) in s_methods)
        {
            var output = await PeerPython.RunAsync(PyTorchPeer.Script("steps"), folder.Path, method, $"{Epochs}");

            using var answer = JsonDocument.Parse(output[^1]);
            var (theirs, ours) = (answer.RootElement.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble()).ToList(), LossesOf(report.RootElement, method));
            Assert.Equal(theirs.Count, ours.Count);
            Assert.All(theirs.Zip(ours), step => Assert.Equal(step.First, step.Second, step.First * 1e-4));
            Assert.InRange(answer.RootElement.GetProperty("apart").GetDouble(), 0, answer.RootElement.GetProperty("moved").GetDouble() / 100);
        }
    }

    // An epoch has one step, so its mean is that step's loss.
    private static List<double> LossesOf(JsonElement report, string method) =>
        [.. report.GetProperty("students").EnumerateArray().Single(student => student.GetProperty("name").GetString() == method)
            .GetProperty("seeds")[0].GetProperty("student").GetProperty("curve").EnumerateArray().Select(epoch => epoch.GetProperty("loss").GetDouble())];

    private static async Task RunJobAsync(TemporaryFolder folder, string images)
    {
        var students = s_methods.Select(m => $"  - {{ name: {m.Method}, network: resnet8, loss: {m.Loss} }}");
        await File.WriteAllTextAsync(folder.File("job.yaml"), $$"""
            version: 1
            name: steps
            seed: {{Seed}}
            dataset:
              kind: cifar10
              path: {{images}}
              augment: [{ kind: crop, padding: 4 }, flip]
            teacher: { network: cifar10_resnet20, weights: {{folder.File("teacher.safetensors")}}, minimum_accuracy: 0 }
            labels:
              views: {{Views}}
              taps: [{ node: layer1.2, prefix: 8 }, { node: layer2.2, prefix: 16 }, { node: last, prefix: 32 }]
            baseline: false
            students:
            {{string.Join('\n', students)}}
            training:
              epochs: {{Epochs}}
              batch_size: {{Images}}
              optimizer: { kind: sgd, lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.0005 }
              schedule: { kind: cosine, warmup_epochs: 1 }
              precision: float32
              threads: 1
            """);
        await CommandLineProgram.RunAsync("run", folder.File("job.yaml"), "--store", folder.File("store"), "-q");
        foreach (var (method, _) in s_methods)
        {
            File.Copy(Path.Combine(folder.File("store"), "jobs", "steps", method, "model.safetensors"), folder.File($"{method}.safetensors"));
        }
    }

    // What the job's own renderer makes of the images: plain, and in every view.
    private static void WriteImages(TemporaryFolder folder, Dataset dataset)
    {
        var views = new ViewRenderer(dataset.Train, dataset.Normalization, RandomImages.CropAndFlip, Seed);
        var tensors = Enumerable.Range(0, Views).Select(view => KeyValuePair.Create($"view.{view}", Render(views, view)))
            .Append(KeyValuePair.Create("plain", Render(views, ViewRenderer.Plain)))
            .Append(KeyValuePair.Create("classes", new HostTensor([Images], [.. dataset.Train.Labels.Select(label => (float)label)])));
        Write(folder, "images", new Weights(tensors));
    }

    private static HostTensor Render(ViewRenderer views, int view)
    {
        var (height, width, channels) = (views.Shape.Height, views.Shape.Width, views.Shape.Channels);
        var (pixels_NCHW, image_HWC) = (new float[Images * views.Shape.Length], new float[views.Shape.Length]);
        for (var image = 0; image < Images; image++)
        {
            views.Render(view, image, image_HWC);
            for (var i = 0; i < image_HWC.Length; i++)
            {
                var (pixel, channel) = (i / channels, i % channels);
                pixels_NCHW[(((image * channels) + channel) * height * width) + pixel] = image_HWC[i];
            }
        }
        return new HostTensor([Images, channels, height, width], pixels_NCHW);
    }

    private static IEnumerable<KeyValuePair<string, HostTensor>> Connect(int channels, int index)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var connector = new Connector(new TapPair("teacher", channels, "student", channels, 1, 1), index, Seed);
        return [.. connector.Parameters.Select(parameter =>
            KeyValuePair.Create(parameter.Name, new HostTensor(parameter.Value.shape, parameter.Value.detach().data<float>().ToArray())))];
    }

    private static void Write(TemporaryFolder folder, string name, Weights weights)
    {
        using var stream = File.Create(folder.File($"{name}.safetensors"));
        Safetensors.Write(stream, weights, new Dictionary<string, string>());
    }
}
