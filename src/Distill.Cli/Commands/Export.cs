using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Distill.Cli.Commands.Students;
using Distill.Cli.Screens;
using Distill.Cli.Stored;
using Distill.Data;
using Distill.Devices;
using Distill.Exports;
using Distill.Networks;
using Distill.Quantization;
using Distill.Reports;
using Distill.Tensors;

namespace Distill.Cli.Commands;

/// <summary><c>distill export</c>: a finished student in another form, beside what it costs a device.</summary>
internal static class Export
{
    private const string LowPowerFile = "low-power.json";

    private static readonly Option<string> s_to = To();

    private static readonly Option<string> s_target = TargetOption();

    private static readonly Option<string?> s_folder = new("--folder") { Description = "Folder to write to; the job's name by default", HelpName = "folder" };

    private static readonly Option<bool> s_pixels = new("--embed-preprocessing") { Description = "The file takes bytes as they come from a camera, and scales them itself" };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "export", "Write a finished student in another form",
        [StudentsOf.Job, s_to, s_target, s_pixels, StudentsOf.Student, StudentsOf.Seed, s_folder], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var jobs = call.OpenJobs();
        var student = (await StudentsOf.GetAsync(call, jobs))[0];
        var form = call.Parse.GetRequiredValue(s_to);
        NumericEnvironment.Prepare(Environment.ProcessorCount);
        var export = await ExportOfAsync(call, jobs, student, form);
        var exported = await export.Create(call.Terminal.Interrupted).WithEnergyAsync(call.Terminal.Time, call.Terminal.Interrupted);
        var folder = call.Parse.GetValue(s_folder) ?? student.Job;
        Directory.CreateDirectory(folder);
        var written = form == ExportForms.Safetensors
            ? await CopyAsync(student, jobs, folder, call.Terminal.Interrupted)
            : await WriteAsync(exported, folder, call.Terminal.Interrupted);
        call.Write(exported.LowPower, LowPowerTable.Of);
        if (exported.LowPower.Quantization is { MayBePublished: false } refused)
        {
            throw new CommandException(ExitCode.Failed, QuantizationWords.Refusal(refused));
        }

        written.ForEach(path => call.Say($"Written: {path}"));
        return ExitCode.Ok;
    }

    private static async Task<StudentExport> ExportOfAsync(Invocation call, StoredJobs jobs, StoredStudent student, string form)
    {
        var stop = call.Terminal.Interrupted;
        var spec = await jobs.Records.SpecAsync(student.Job, stop);
        var network = NetworkJson.Read(Encoding.UTF8.GetString((await ReadAsync(jobs, student, "network.json", stop)).Span));
        var file = await ReadAsync(jobs, student, "model.safetensors", stop);
        using var stream = new MemoryStream(file.ToArray());
        var (weights, _) = Safetensors.Read(stream, $"{student.Folder.Path}/model.safetensors");
        var dataset = Datasets.Open(spec.Dataset, spec.BaseFolder);
        return new StudentExport
        {
            Network = network,
            Weights = weights,
            Dataset = dataset,
            Normalization = NormalizationOf((await ReadAsync(jobs, student, "labels.json", stop)).Span),
            Forms = [form],
            SafetensorsBytes = file.Length,
            Target = QuantizationTargets.Parse(call.Parse.GetRequiredValue(s_target)),
            EmbedPreprocessing = call.Parse.GetValue(s_pixels),
            Threads = Environment.ProcessorCount,
            Latency = new LatencyMeasurement(call.Terminal.Time),
        };
    }

    private static Normalization NormalizationOf(ReadOnlySpan<byte> labels)
    {
        var scaling = JsonNode.Parse(labels)!["normalization"]!;
        return new Normalization([.. scaling["mean"]!.AsArray().Select(value => (float)value!)], [.. scaling["std"]!.AsArray().Select(value => (float)value!)]);
    }

    private static async Task<List<string>> CopyAsync(StoredStudent student, StoredJobs jobs, string folder, CancellationToken ct) =>
        [.. await StudentCopy.ToAsync(folder, student, jobs.Store, ct)];

    private static async Task<List<string>> WriteAsync(ExportedStudent exported, string folder, CancellationToken ct)
    {
        var written = new List<string>();
        foreach (var (name, content) in exported.Files)
        {
            written.Add(Path.Combine(folder, name));
            await File.WriteAllBytesAsync(written[^1], content, ct);
        }

        written.Add(Path.Combine(folder, LowPowerFile));
        await File.WriteAllTextAsync(written[^1], ReportJson.Write(exported.LowPower), ct);
        return written;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(StoredJobs jobs, StoredStudent student, string file, CancellationToken ct)
    {
        var path = $"{student.Folder.Path}/{file}";
        return await jobs.Store.ReadAsync(path, ct) is { } stored
            ? stored.Content
            : throw new CommandException(ExitCode.Failed, $"{jobs.Store.Describe(path)} is missing: train the student again.");
    }

    private static Option<string> To()
    {
        var option = new Option<string>("--to") { Description = "The form", HelpName = string.Join('|', ExportForms.All), Required = true };
        return option.AcceptOnlyFromAmong([.. ExportForms.All]);
    }

    private static Option<string> TargetOption()
    {
        var option = new Option<string>("--target")
        {
            Description = "The processor that onnx-int8 is laid out for",
            HelpName = string.Join('|', QuantizationTargets.Names),
            DefaultValueFactory = _ => QuantizationTargets.Names[0],
        };
        return option.AcceptOnlyFromAmong([.. QuantizationTargets.Names]);
    }
}
