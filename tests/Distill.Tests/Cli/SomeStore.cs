using System.Security.Cryptography;
using System.Text;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Reports;
using Distill.Tests.Reports;

namespace Distill.Tests.Cli;

/// <summary>Fills a shell's store with jobs as the pipeline leaves them.</summary>
internal static class SomeStore
{
    private const string Resolved = """
        dataset: digits
        teacher: { network: cnn_8_16, training: { epochs: 4 } }
        student: cnn_4
        training: { epochs: 3 }
        """;

    private static readonly DateTimeOffset s_created = new(2025, 12, 31, 23, 0, 0, TimeSpan.Zero);

    /// <summary>A finished job with one student per seed; the weights are a few bytes.</summary>
    public static async Task AddFinishedAsync(Shell shell, params int[] seeds)
    {
        using var store = new FolderStore(shell.Store);
        var report = SomeReport.Large(seeds);
        await AddFinishedAsync(store, report, seeds);
    }

    /// <summary>A finished job with two students, named <c>small</c> and <c>wide</c>.</summary>
    public static async Task AddSeveralAsync(Shell shell, params int[] seeds)
    {
        using var store = new FolderStore(shell.Store);
        await AddFinishedAsync(store, SomeReport.Several(seeds) with { Job = "keen-otter-9" }, seeds);
    }

    private static async Task AddFinishedAsync(FolderStore store, JobReport report, int[] seeds)
    {
        report = report with
        {
            Students = [.. report.Students.Select(student => student with
            {
                Seeds = [.. student.Seeds.Select(seed => seed with { Student = seed.Student with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(Weights(seed.Seed))) } })],
            })],
        };
        var students = report.Students is [{ Name: StudentSpec.Only }] ? "student: resnet8" : "students: [{ name: small, network: resnet8 }, { name: wide, network: MobileNetV2 }]";
        var resolved = Resolved.Replace("student: cnn_4", $"{students}\nseeds: [{string.Join(", ", seeds)}]", StringComparison.Ordinal);
        await AddRecordAsync(store, report.Job, JobState.Finished, s_created, resolved: resolved, outcome: JobOutcome.Of(report));
        foreach (var (student, seed) in report.Students.SelectMany(student => seeds.Select(seed => (student.Name, seed))))
        {
            var folder = new ArtifactFolder(store, JobStore.PathOf(report.Job, RunNames.Student(student, seeds, seed)));
            await folder.WriteAsync(
                new Dictionary<string, ReadOnlyMemory<byte>> { ["model.safetensors"] = Weights(seed), ["network.json"] = "{}"u8.ToArray() },
                CancellationToken.None);
        }

        await store.WriteAsync(JobStore.PathOf(report.Job, "report.json"), Encoding.UTF8.GetBytes(ReportJson.Write(report)), CancellationToken.None);
    }

    /// <summary>A job that ended with an error.</summary>
    public static async Task AddFailedAsync(Shell shell)
    {
        using var store = new FolderStore(shell.Store);
        await AddRecordAsync(store, "calm-heron-8", JobState.Failed, s_created.AddMinutes(30), "The teacher is at chance: 10.02 % of 10 classes.");
    }

    /// <summary>A job in a state of its choice, whose settings are a few lines of a job file.</summary>
    public static async Task AddAsync(Shell shell, string name, JobState state, string yaml = Resolved, string? failure = null)
    {
        using var store = new FolderStore(shell.Store);
        await AddRecordAsync(store, name, state, s_created, failure, yaml);
    }

    public static byte[] Weights(int seed) => Encoding.UTF8.GetBytes($"weights of seed {seed}");

    private static async Task AddRecordAsync(FolderStore store, string name, JobState state, DateTimeOffset created, string? failure = null, string resolved = Resolved, JobOutcome? outcome = null)
    {
        var record = new JobRecord { Name = name, Content = new string('0', 64), State = state, Created = created, Failure = failure, Outcome = outcome };
        await new JobStore(store).CreateAsync(record, resolved, resolved, CancellationToken.None);
    }
}
