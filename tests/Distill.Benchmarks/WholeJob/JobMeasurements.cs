using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Distill.Benchmarks.Table;
using Distill.Tests.Support;

namespace Distill.Benchmarks.WholeJob;

/// <summary>
/// A whole job, from the start of the program to the report, beside the same job in PyTorch: one teacher pass over four views, then twenty
/// epochs; a second student that finds the labels; everything on two threads.
/// </summary>
internal static class JobMeasurements
{
    private const int Threads = 2;
    private const int Epochs = 20;
    private const int Views = 4;
    private const int Images = 800;
    private const string Teacher = "cifar10_resnet56";

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        var (images, weights) = (Repository.PathOf("..", "shared", "data", "cifar10"), Repository.PathOf("..", "shared", "data", "teachers", Teacher));
        if (!effort.Peers || !Directory.Exists(images))
        {
            yield break; // Minutes, and real images: only where somebody asks for all of it and has them.
        }
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-").FullName;
        SmallCifar.Write(images, Path.Combine(folder, "cifar10"), Images);
        var plain = await PyTorchAsync("plain", folder, weights);
        var first = await DistillAsync(folder, weights, seed: 1);
        var tuned = await PyTorchAsync("tuned", folder, weights);
        var second = await DistillAsync(folder, weights, seed: 2);
        Directory.Delete(folder, recursive: true);

        var name = $"whole job, resnet56 to resnet20, {Images} images, {Views} views, {Epochs} epochs, {Threads} threads";
        yield return new($"{name}: first student", first.Seconds, "s", "plain PyTorch", plain.Seconds, 2.8);
        yield return new($"{name}: each further student", second.Seconds, "s", "plain PyTorch", plain.Seconds, 3.3);
        yield return new($"{name}: first student", first.Seconds, "s", "tuned PyTorch", tuned.Seconds, 1);
        yield return new($"{name}: accuracy", first.Accuracy * 100, "points", "plain PyTorch", plain.Accuracy * 100);
        yield return new($"{name}: accuracy", first.Accuracy * 100, "points", "tuned PyTorch", tuned.Accuracy * 100);
    }

    private static async Task<(double Seconds, double Accuracy)> DistillAsync(string folder, string weights, int seed)
    {
        var job = Path.Combine(folder, $"job-{seed}.yaml");
        await File.WriteAllTextAsync(job, $$"""
            version: 1
            name: bench-{{seed}}
            seed: {{seed}}
            dataset:
              kind: cifar10
              path: {{folder}}/cifar10
              augment: [{ kind: crop, padding: 4 }, flip]
            teacher: { network: {{Teacher}}, weights: {{weights}}.safetensors }
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
        await RunAsync("dotnet", [CommandLineProgram.Path, "run", job, "--store", Path.Combine(folder, "store"), "-q"], settle: false);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "store", "jobs", $"bench-{seed}", "report.json")));
        return (seconds, Accuracy(report.RootElement));
    }

    private static async Task<(double Seconds, double Accuracy)> PyTorchAsync(string style, string folder, string weights)
    {
        var output = await RunAsync(
            PyTorchPeer.Interpreter,
            [PyTorchPeer.Script("job"), style, "resnet20", Teacher, $"{Threads}", $"{Epochs}", $"{Views}", "1", Path.Combine(folder, "cifar10"), $"{weights}.torchscript.pt"], settle: true);
        using var report = JsonDocument.Parse(output);
        return (report.RootElement.GetProperty("seconds").GetDouble(), report.RootElement.GetProperty("accuracy").GetDouble());
    }

    private static double Accuracy(JsonElement report) =>
        report.GetProperty("students")[0].GetProperty("seeds")[0].GetProperty("student").GetProperty("final").GetProperty("top1").GetDouble();

    private static async Task<string> RunAsync(string program, string[] arguments, bool settle)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        if (settle)
        {
            PyTorchPeer.Settle(start, Threads);
        }
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."));
    }
}
