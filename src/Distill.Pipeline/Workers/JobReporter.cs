using System.Text;
using System.Text.Json;
using Distill.Artifacts;
using Distill.Exports;
using Distill.Jobs;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Reports;
using Distill.Tensors;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Ends a job whose runs are all finished: student and baseline folders with their manifests, metrics, report, page. Writing it twice
/// writes the same.
/// </summary>
internal sealed class JobReporter(
    JobStore jobs, OpenJobs open, LabelDesk labels, LabelDemands demands, JobGuard guard, JobErrands errands, RunRestarts restarts, TrainerThreads threads, HostSettings settings, TimeProvider time) : IConsumer<FinishJob>
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public Task Consume(ConsumeContext<FinishJob> context) =>
        guard.RunAsync(context, FinishAsync);

    private async Task FinishAsync(JobRecord record, CancellationToken ct)
    {
        var name = record.Name;
        var job = await open.GetAsync(record, ct);
        if (await GoBackAsync(record, job, ct))
        {
            return; // A run has to be finished once more.
        }
        var heads = new Dictionary<string, RunHead>(StringComparer.Ordinal);
        foreach (var run in Run.Of(job.Spec))
        {
            if (await jobs.HeadAsync(name, run.Name, ct) is not { Value.Finished: true } head)
            {
                return; // Another run's end will ask again.
            }
            heads[run.Name] = head.Value;
        }
        await guard.MoveAsync(name, JobState.Reporting);
        if (!await ArchiveAsync(record, job, ViewsReadOf(job, heads), ct))
        {
            await errands.SendAsync(record, new FinishJob(name), ct);
            return;
        }
        var exported = await ExportAsync(job, heads, ct);
        var report = await ReportAsync(job, heads, exported, ct);
        await WriteAsync(job, report, heads, exported, record.Created, ct);
        await ReleaseLabelsAsync(record, job, ct);
        await guard.FinishAsync(name, JobOutcome.Of(report));
    }

    // The student may be done before the last view is archived, and so may be the worker that would have done it.
    private async Task<bool> ArchiveAsync(JobRecord record, OpenJob job, int views, CancellationToken ct)
    {
        if (await open.TeacherAsync(job, ct) is not var (teacher, _, set))
        {
            return true;
        }
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(job.Spec.Training.SegmentSeconds), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        await using var source = labels.Open(set, null, demands.Of(record, job, set, teacher));
        try
        {
            await labels.ArchiveAsync(source, views, end.Token);
            return true;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    // A student that has stopped early has not read them all; what nobody has read is not waited for.
    private static int ViewsReadOf(OpenJob job, IReadOnlyDictionary<string, RunHead> heads) =>
        Math.Min(job.Spec.Labels.Views, Run.Of(job.Spec).Where(run => run.Role == ModelRole.Student).Max(run => heads[run.Name].Curve[^1].Epoch));

    // All views that were read are archived, and a job that begins later looks there first; one that uses the stream by now still needs it.
    private async Task ReleaseLabelsAsync(JobRecord record, OpenJob job, CancellationToken ct)
    {
        if (settings.Broker is null || await open.TeacherAsync(job, ct) is not var (_, _, set) || await IsUsedAsync(set.Fingerprint, record.Name, ct))
        {
            return;
        }
        await labels.CloseAsync(set);
        if (!settings.KeepStreams)
        {
            await labels.Log.ReleaseAsync(set, ct);
        }
    }

    private ValueTask<bool> IsUsedAsync(string fingerprint, string butBy, CancellationToken ct) => jobs.ListAsync(ct)
        .Where(other => other.Name != butBy && !other.IsFinal && other.State != JobState.Queued)
        .AnyAsync(async (other, stop) => (await jobs.ReadAsync<TeacherRecord>(JobStore.PathOf(other.Name, "teacher.json"), stop))?.Value.Fingerprint == fingerprint, ct);

    // True where a finished run has to go back: to the checkpoint before a damaged one, or to its beginning where labels were withdrawn.
    private async Task<bool> GoBackAsync(JobRecord record, OpenJob job, CancellationToken ct)
    {
        foreach (var run in Run.Of(job.Spec))
        {
            if (await jobs.HeadAsync(record.Name, run.Name, ct) is { Value.Finished: true } head)
            {
                try
                {
                    var checkpoint = await jobs.CheckpointAsync(record.Name, run.Name, head.Value.Checkpoint, ct);
                    if (await restarts.IsNeededAsync(record, job, run, checkpoint, ct))
                    {
                        return true;
                    }
                }
                catch (CheckpointDamagedException)
                {
                    await jobs.GoBackAsync(record.Name, run.Name, head, ct);
                    await errands.TrainAsync(record, job, run, ct);
                    return true;
                }
            }
        }
        return false;
    }

    private async Task<IReadOnlyDictionary<string, ExportedStudent>> ExportAsync(OpenJob job, IReadOnlyDictionary<string, RunHead> heads, CancellationToken ct)
    {
        var exported = new Dictionary<string, ExportedStudent>(StringComparer.Ordinal);
        foreach (var run in Run.Of(job.Spec).Where(run => run.Role == ModelRole.Student))
        {
            var checkpoint = await jobs.CheckpointAsync(job.Spec.Name, run.Name, heads[run.Name].Checkpoint, ct);
            var export = StudentExports.Of(job, run, checkpoint.Network, time);
            var student = await threads.RunAsync(export.Threads, JobPriority.Normal, () => export.Create(ct), ct);
            exported[run.Name] = await student.WithEnergyAsync(time, ct);
        }
        return exported;
    }

    private async Task<JobReport> ReportAsync(
        OpenJob job, IReadOnlyDictionary<string, RunHead> heads, IReadOnlyDictionary<string, ExportedStudent> exported, CancellationToken ct)
    {
        var runs = Run.Of(job.Spec);
        var students = new List<StudentReport>();
        foreach (var student in job.Spec.Students)
        {
            var seeds = new List<SeedReport>();
            var alone = job.Spec.BaselineOf(student).Name;
            foreach (var run in runs.Where(r => r.Student == student.Name && r.Role == ModelRole.Student))
            {
                var baseline = runs.FirstOrDefault(r => r.Student == alone && r.Seed == run.Seed && r.Role == ModelRole.Baseline);
                seeds.Add(new SeedReport
                {
                    Seed = run.Seed,
                    Student = await ModelAsync(job, run, heads[run.Name], ct),
                    Baseline = baseline is null ? null : await ModelAsync(job, baseline, heads[baseline.Name], ct),
                    LowPower = exported[run.Name].LowPower,
                });
            }
            students.Add(new StudentReport { Name = student.Name, Seeds = seeds, Verdict = Verdict.Of(seeds) });
        }
        var teacher = await open.TeacherAsync(job, ct);
        var record = (await jobs.FindAsync(job.Spec.Name, ct))!;
        return new JobReport
        {
            Job = job.Spec.Name,
            State = JobState.Finished.ToString().ToLowerInvariant(),
            Seconds = Math.Round((time.GetUtcNow() - record.Created).TotalSeconds, 1),
            Dataset = new DatasetReport
            {
                Name = job.Dataset.Name,
                Digest = job.Dataset.Digest,
                Classes = job.Dataset.Classes,
                TrainSamples = job.Dataset.Train.Count,
                TestSamples = job.Dataset.Test.Count,
            },
            Teacher = teacher is { } t ? Teacher(t.Record, t.Model) : null,
            Students = students,
            Labels = teacher is { } set ? await LabelsAsync(job, set.Record, set.Set, heads, ct) : null,
            Environment = Environment(job),
        };
    }

    private static TeacherReport Teacher(TeacherRecord record, TeacherModel model)
    {
        var cost = Cost.Of(model.Network);
        return new TeacherReport
        {
            Network = model.Network.Name,
            Accuracy = record.Evaluation.Top1,
            Parameters = cost.Parameters,
            Macs = cost.Macs,
            Bytes = model.Bytes,
            Sha256 = model.WeightsDigest,
            Evaluation = record.Evaluation,
        };
    }

    private async Task<ModelReport> ModelAsync(OpenJob job, Run run, RunHead head, CancellationToken ct)
    {
        var checkpoint = await jobs.CheckpointAsync(job.Spec.Name, run.Name, head.Checkpoint, ct);
        var network = job.Students[run.Student];
        var bytes = ModelFile.Encode(network, checkpoint.Network);
        var cost = Cost.Of(network);
        return new ModelReport
        {
            Network = network.Name,
            Parameters = cost.Parameters,
            Macs = cost.Macs,
            Bytes = bytes.Length,
            Sha256 = JobStore.Hash(bytes),
            Path = jobs.Store.Describe(JobStore.PathOf(job.Spec.Name, run.Name, "model.safetensors")),
            Final = head.Final!,
            Curve = head.Curve,
            Seconds = Math.Round(head.Seconds, 1),
        };
    }

    private async Task<LabelsReport> LabelsAsync(
        OpenJob job, TeacherRecord teacher, Labels.LabelSet set, IReadOnlyDictionary<string, RunHead> heads, CancellationToken ct)
    {
        var gate = await jobs.ReadAsync<GateRecord>($"labels/{set.Fingerprint}/gate.json", ct);
        var views = ViewsReadOf(job, heads);
        var reused = Math.Min(teacher.ReusedViews, views);
        return new LabelsReport
        {
            Fingerprint = set.Fingerprint,
            Digest = heads[Run.Of(job.Spec).First(run => run.Role == ModelRole.Student).Name].LabelsDigest,
            Views = views,
            Taught = views - reused,
            Reused = reused,
            BytesPerSample = Math.Round(await labels.BytesPerSampleAsync(set, ct), 2),
            Fidelity = gate?.Value.Fidelity,
            Precision = set.Precision,
            PrecisionLoss = gate?.Value.PrecisionLoss,
            NumericsClass = set.NumericsClass,
        };
    }

    private static EnvironmentReport Environment(OpenJob job)
    {
        var numerics = NumericEnvironment.Current(job.Plan.Student.Precision.ToString(), job.Plan.Student.Threads);
        return new EnvironmentReport
        {
            Version = typeof(JobReporter).Assembly.GetName().Version!.ToString(3),
            NumericsClass = job.Plan.Student.Numerics,
            NumericsDigest = numerics.Digest,
            Precision = job.Plan.Student.Precision.ToString().ToLowerInvariant(),
            Threads = job.Plan.Student.Threads,
            Command = $"distill run job.yaml",
            PeakMemoryBytes = System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64,
        };
    }

    private async Task WriteAsync(
        OpenJob job, JobReport report, IReadOnlyDictionary<string, RunHead> heads, IReadOnlyDictionary<string, ExportedStudent> exported, DateTimeOffset began, CancellationToken ct)
    {
        var name = job.Spec.Name;
        var lines = new StringBuilder();
        foreach (var run in Run.Of(job.Spec))
        {
            var checkpoint = await jobs.CheckpointAsync(name, run.Name, heads[run.Name].Checkpoint, ct);
            var network = job.Students[run.Student];
            var files = new Dictionary<string, ReadOnlyMemory<byte>>
            {
                ["model.safetensors"] = ModelFile.Encode(network, checkpoint.Network),
                ["network.json"] = Encoding.UTF8.GetBytes(NetworkJson.Write(network)),
                ["labels.json"] = JsonSerializer.SerializeToUtf8Bytes(new { job.Dataset.Classes, job.Normalization, Input = network.Input }, s_json),
            };
            if (run.Role == ModelRole.Student)
            {
                foreach (var (file, content) in exported[run.Name].Files)
                {
                    files[file] = content;
                }
                files["low-power.json"] = Encoding.UTF8.GetBytes(ReportJson.Write(exported[run.Name].LowPower));
                files["README.md"] = Encoding.UTF8.GetBytes(ModelCard.Render(report, run.Student, run.Seed));
            }
            await new ArtifactFolder(jobs.Store, JobStore.PathOf(name, run.Name)).WriteAsync(files, ct);
            await jobs.Store.WriteAsync(
                JobStore.PathOf(name, "tensorboard", run.Name, TensorBoardLog.FileName), TensorBoardLog.Write(heads[run.Name].Curve, began, heads[run.Name].Seconds), ct);
            lines.AppendJoin("", heads[run.Name].Curve.Select(point => MetricsLog.Write(MetricsLine.Of(run.Role, run.Seed, point, job.Spec.HasOneStudent ? null : run.Student))));
        }
        await jobs.Store.WriteAsync(JobStore.PathOf(name, "metrics.jsonl"), Encoding.UTF8.GetBytes(lines.ToString()), ct);
        await jobs.Store.WriteAsync(JobStore.PathOf(name, "report.html"), Encoding.UTF8.GetBytes(ReportPage.Render(report)), ct);
        await jobs.Store.WriteAsync(JobStore.PathOf(name, "report.json"), Encoding.UTF8.GetBytes(ReportJson.Write(report)), ct);
    }
}
