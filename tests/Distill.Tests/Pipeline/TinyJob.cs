using Distill.Jobs;
using Distill.Pipeline;
using Distill.Pipeline.Storage;
using Distill.Reports;
using Distill.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Tests.Pipeline;

/// <summary>Runs whole jobs on 192 real digits in a store of its own: teacher, labels, student, baseline, report in about a second.</summary>
internal sealed class TinyJob : IDisposable
{
    public const string Yaml = """
        version: 1
        name: tiny
        dataset:
          kind: digits
          train_limit: 192
          augment: [{ kind: translate, pixels: 1 }]
        teacher:
          network: cnn_8_12
          minimum_accuracy: 0
          training: { epochs: 2, batch_size: 32, threads: 1, precision: float32 }
        labels: { views: 2, chunk: 32, batch: 16 }
        student: { network: cnn_4 }
        loss:
          - { kind: hard_labels, weight: 0.1 }
          - { kind: soft_labels, weight: 0.9 }
          - { kind: activation_order, weight: 0.5, taps: [{ teacher: last, student: last, prefix: 6 }] }
        training: { epochs: 3, batch_size: 32, threads: 1, precision: float32 }
        """;

    private readonly TemporaryFolder _folder = new();

    public string Store => _folder.File("store");

    public string PathOf(params string[] parts) => Path.Combine([Store, .. parts]);

    public byte[] Student(string job) => Model(job, "student");

    public byte[] Model(string job, string run) => File.ReadAllBytes(PathOf("jobs", job, run, "model.safetensors"));

    public JobReport Report(string job) => ReportJson.Read(File.ReadAllText(PathOf("jobs", job, "report.json")), "report.json");

    /// <summary>Runs a job to its end.</summary>
    public async Task<JobProgress> RunAsync(
        IReadOnlyList<string>? overrides = null, int slots = 1, Action<IServiceCollection>? replace = null, Action<DistillHost>? look = null)
    {
        var ct = Xunit.TestContext.Current.CancellationToken;
        await using var host = await StartAsync(slots, replace);
        var name = await host.SubmitAsync(Read(overrides), Yaml, ct);
        JobProgress? last = null;
        await foreach (var progress in host.FollowAsync(name, ct))
        {
            last = progress;
        }
        look?.Invoke(host);
        return last!;
    }

    public Task<DistillHost> StartAsync(int slots = 1, Action<IServiceCollection>? replace = null) => DistillHost.StartAsync(
        new HostSettings { Store = StoreAddress.Parse(Store), Cache = _folder.File("cache"), TeacherSlots = slots },
        TimeProvider.System, replace ?? (_ => { }), Xunit.TestContext.Current.CancellationToken);

    public static JobSpec Read(IReadOnlyList<string>? overrides = null)
    {
        var reading = JobReader.Read(Yaml, "tiny.yaml", overrides ?? []);
        return reading.Job ?? throw new InvalidOperationException(string.Join('\n', reading.Problems.Select(p => p.Text)));
    }

    public void Dispose() => _folder.Dispose();
}
