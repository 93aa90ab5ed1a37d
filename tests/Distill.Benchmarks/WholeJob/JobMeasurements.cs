using System.Diagnostics;
using System.Text.Json;
using Distill.Benchmarks.Table;
using Distill.Tensors;
using Distill.Tests.Support;

namespace Distill.Benchmarks.WholeJob;

/// <summary>
/// A whole job, from the start of the program to its end, beside the same job in PyTorch, from start to end likewise: one teacher pass over four
/// views, then twenty epochs; another student that finds the labels; everything on two threads, three seeds in turn.
/// </summary>
internal static class JobMeasurements
{
    private const int Threads = 2;
    private const int Epochs = 20;
    private const int Views = 4;
    private const int Images = 800;
    private const int FewImages = 256;

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        var (images, weights) = (Repository.PathOf("..", "shared", "data", "cifar10"), Repository.PathOf("..", "shared", "data", "teachers"));
        if (!effort.Peers || !Directory.Exists(images))
        {
            yield break; // Minutes, and real images: only where somebody asks for all of it and has them.
        }
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-").FullName;
        SmallCifar.Write(images, Path.Combine(folder, "cifar10"), Images);
        SmallCifar.Write(images, Path.Combine(folder, "few"), FewImages);
        var resnet56 = new JobTeacher("cifar10_resnet56", Path.Combine(weights, "cifar10_resnet56.safetensors"), Path.Combine(weights, "cifar10_resnet56.torchscript.pt"));
        foreach (var line in await CompareAsync(folder, Path.Combine(folder, "cifar10"), Images, resnet56, [1, 2, 3], (2.8, 3.3)))
        {
            yield return line;
        }
        foreach (var line in await CompareAsync(folder, Path.Combine(folder, "few"), FewImages, JobTeacher.Untrained("resnet110", folder), [1], (3.5, null)))
        {
            yield return line;
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<IReadOnlyList<Measurement>> CompareAsync(
        string folder, string images, int count, JobTeacher teacher, int[] seeds, (double First, double? Further) goals)
    {
        List<(double Seconds, double Accuracy)> plain = [], tuned = [], first = [], further = [];
        foreach (var seed in seeds)
        {
            // A store of its own, so that every seed's first student has its labels made.
            var store = Path.Combine(folder, $"store-{teacher.Name}-{seed}");
            plain.Add(await PyTorchAsync("plain", images, teacher, seed));
            first.Add(await DistillAsync(folder, store, images, teacher, seed));
            tuned.Add(await PyTorchAsync("tuned", images, teacher, seed));
            further.Add(await DistillAsync(folder, store, images, teacher, seed + 100));
        }

        var name = $"whole job, {teacher.Name} to resnet20, {count} images, {Views} views, {Epochs} epochs, {Threads} threads";
        var expert = $"tuned PyTorch ({(NumericEnvironment.HasFastBFloat16 ? "bfloat16, " : "")}channels last, cached logits)";
        List<Measurement> lines =
        [
            new($"{name}: first student", Seconds(first), "s", "plain PyTorch", Seconds(plain), goals.First),
            new($"{name}: each further student", Seconds(further), "s", "plain PyTorch", Seconds(plain), goals.Further),
            new($"{name}: first student", Seconds(first), "s", expert, Seconds(tuned), 1),
        ];
        return teacher.IsTrained
            ? [.. lines,
                new($"{name}: accuracy, mean of {seeds.Length} seeds", Points(first), "points", "plain PyTorch", Points(plain)),
                new($"{name}: accuracy, mean of {seeds.Length} seeds", Points(first), "points", expert, Points(tuned)),
                new($"{name}: deviation over the seeds, first students", Spread(first), "points"),
                new($"{name}: deviation over the seeds, plain PyTorch", Spread(plain), "points"),
                new($"{name}: deviation over the seeds, {expert}", Spread(tuned), "points")]
            : lines;
    }

    private static double Seconds(IEnumerable<(double Seconds, double Accuracy)> runs) => Figures.Median(runs.Select(run => run.Seconds));

    private static double Points(IEnumerable<(double Seconds, double Accuracy)> runs) => 100 * runs.Average(run => run.Accuracy);

    private static double Spread(List<(double Seconds, double Accuracy)> runs) =>
        Math.Sqrt(runs.Sum(run => Math.Pow((100 * run.Accuracy) - Points(runs), 2)) / (runs.Count - 1));

    private static async Task<(double Seconds, double Accuracy)> DistillAsync(string folder, string store, string images, JobTeacher teacher, int seed)
    {
        var name = $"bench-{teacher.Name.Replace('_', '-')}-{seed}";
        var job = Path.Combine(folder, $"{name}.yaml");
        await File.WriteAllTextAsync(job, $$"""
            version: 1
            name: {{name}}
            seed: {{seed}}
            dataset:
              kind: cifar10
              path: {{images}}
              augment: [{ kind: crop, padding: 4 }, flip]
            teacher: { network: {{teacher.Name}}, weights: {{teacher.Weights}}, minimum_accuracy: 0 }
            labels: { views: {{Views}} }
            student: { network: resnet20 }
            baseline: false
            loss:
              - { kind: hard_labels, weight: 0.1 }
              - { kind: soft_labels, weight: 0.9, temperature: 4 }
            training:
              epochs: {{Epochs}}
              batch_size: 128
              optimizer: { kind: sgd, lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.0005 }
              schedule: { kind: cosine, warmup_epochs: 1 }
              precision: auto
              threads: {{Threads}}
              evaluate_every: {{Epochs}}
            """);
        var start = Stopwatch.GetTimestamp();
        await CommandLineProgram.RunAsync("run", job, "--store", store, "-q");
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(store, "jobs", name, "report.json")));
        return (seconds, Accuracy(report.RootElement));
    }

    // The expert takes bfloat16 where it is the faster one.
    private static async Task<(double Seconds, double Accuracy)> PyTorchAsync(string style, string images, JobTeacher teacher, int seed)
    {
        var start = new ProcessStartInfo(
            PyTorchPeer.Interpreter,
            [PyTorchPeer.Script("job"), style, "resnet20", teacher.Name, $"{Threads}", $"{Epochs}", $"{Views}", $"{seed}", images, teacher.Script])
        {
            RedirectStandardOutput = true,
        };
        PyTorchPeer.Settle(start, Threads);
        start.Environment["TUNED"] = NumericEnvironment.HasFastBFloat16 ? "bfloat16" : "channels_last";
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"PyTorch's {style} job ended with {process.ExitCode}.");
        }
        using var report = JsonDocument.Parse(output);
        return (seconds, report.RootElement.GetProperty("accuracy").GetDouble());
    }

    private static double Accuracy(JsonElement report) =>
        report.GetProperty("students")[0].GetProperty("seeds")[0].GetProperty("student").GetProperty("final").GetProperty("top1").GetDouble();
}
