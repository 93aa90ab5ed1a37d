using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Cleaning;
using Distill.Pipeline.Jobs;
using Distill.Reports;
using Distill.Tests.Pipeline.Inputs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline.Cleaning;

public sealed class CleanerTests : IDisposable
{
    private readonly InputBench _bench = new();
    private readonly ManualTime _monthLater = new(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(30));
    private readonly JobStore _jobs;

    public CleanerTests() => _jobs = new(_bench.Store);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_jobs_need_stays_and_the_rest_goes()
    {
        var kept = await JobWithInputsAsync("kept", seed: 1, JobState.Finished);
        await _bench.Inputs.UploadAsync(_bench.Job("loose", seed: 2), null, Ct);
        await HasCheckpointsAsync("kept");
        await WriteAsync("labels/kept/view-000.labels", "labels/loose/view-000.labels", "models/kept/model.safetensors", "models/loose/model.safetensors");
        await _bench.Store.WriteAsync("models/recipes/r.json", """{"model": "loose"}"""u8.ToArray(), Ct);

        var planned = await new Cleaner(_bench.Store, _monthLater).PlanAsync(new(), Ct);
        var removed = await new Cleaner(_bench.Store, _monthLater).CleanAsync(new(), Ct);

        Assert.Equal(planned.Garbage.Select(garbage => garbage.Path), removed.Garbage.Select(garbage => garbage.Path));
        var left = await _bench.Store.ListAsync("", Ct).ToListAsync(Ct);
        Assert.DoesNotContain(left, path => path.Contains("loose", StringComparison.Ordinal));
        Assert.DoesNotContain("models/recipes/r.json", left);
        Assert.Equal(["labels/kept/view-000.labels", "models/kept/model.safetensors"], left.Where(path => path.Contains("/kept/", StringComparison.Ordinal) && !path.StartsWith("jobs/", StringComparison.Ordinal)));
        Assert.Equal(["first", "second"], left.Where(path => path.Contains("checkpoints", StringComparison.Ordinal)).Select(path => Path.GetFileNameWithoutExtension(path)));
        Assert.Equal(left.Count, (await _bench.Store.ListAsync("", Ct).ToListAsync(Ct)).Count);
        using var placed = await _bench.Cache().PlaceAsync(kept, (await _bench.Inputs.FindAsync("kept", Ct))!, Ct);
        Assert.Empty((await new Cleaner(_bench.Store, _monthLater).PlanAsync(new(), Ct)).Garbage);
    }

    [Fact]
    public async Task Beside_an_upload_nothing_of_it_goes()
    {
        await _bench.Inputs.UploadAsync(_bench.Job("loose", seed: 1), null, Ct);

        var plan = await new Cleaner(_bench.Store, TimeProvider.System).CleanAsync(new() { OlderThan = TimeSpan.Zero, Keep = 0 }, Ct);

        Assert.Empty(plan.Garbage);
    }

    [Fact]
    public async Task Parts_that_an_upload_counts_on_meanwhile_stay()
    {
        var job = _bench.Job("loose", seed: 1);
        await _bench.Inputs.UploadAsync(job, null, Ct);
        await foreach (var path in _bench.Store.ListAsync("inputs/", Ct).Where(path => path.EndsWith("manifest.json", StringComparison.Ordinal)))
        {
            await _bench.Store.DeleteAsync(path, Ct);
        }
        await WriteAsync("labels/loose/view-000.labels");
        UploadAtFirstDelete(job);

        await new Cleaner(_bench.Store, _monthLater).CleanAsync(new(), Ct);

        Assert.Equal(4, await _bench.Store.ListAsync("inputs/parts/", Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task Inputs_that_a_job_takes_up_meanwhile_stay_whole()
    {
        var job = _bench.Job("again", seed: 1);
        await _bench.Inputs.UploadAsync(job, null, Ct);
        await WriteAsync("labels/loose/view-000.labels");
        UploadAtFirstDelete(job);

        await new Cleaner(_bench.Store, _monthLater).CleanAsync(new(), Ct);

        Assert.Equal(2, await _bench.Store.ListAsync("inputs/", Ct).CountAsync(path => path.EndsWith("manifest.json", StringComparison.Ordinal), Ct));
        Assert.Equal(4, await _bench.Store.ListAsync("inputs/parts/", Ct).CountAsync(Ct));
        Assert.Equal(0, await _bench.Store.ListAsync("labels/", Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_stops_the_cleaning()
    {
        await JobWithInputsAsync("kept", seed: 1, JobState.Finished);
        await _bench.Store.WriteAsync("jobs/kept/inputs.json", "{"u8.ToArray(), Ct);

        await Assert.ThrowsAsync<StoreException>(() => new Cleaner(_bench.Store, _monthLater).CleanAsync(new(), Ct));
    }

    // As if somebody sent the job's files while the cleaning is under way, a month from now.
    private void UploadAtFirstDelete(JobSpec job) => _bench.Store.BeforeDelete = async _ =>
    {
        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        foreach (var id in new[] { inputs.Dataset, inputs.Teacher })
        {
            File.SetLastWriteTimeUtc(_bench.File($"store/inputs/{id}/manifest.json"), _monthLater.GetUtcNow().UtcDateTime);
        }
    };

    private async Task<JobSpec> JobWithInputsAsync(string name, int seed, JobState state)
    {
        var job = _bench.Job(name, seed);
        await _jobs.CreateAsync(new JobRecord { Name = name, Content = "", State = state, Created = default }, "", "", Ct);
        await _bench.Inputs.SaveAsync(name, await _bench.Inputs.UploadAsync(job, null, Ct), Ct);
        var evaluation = new Evaluation { Samples = 1, Top1 = 1, Top5 = 1, NegativeLogLikelihood = 0, CalibrationError = 0, PerClass = [] };
        await _jobs.FirstAsync(JobStore.PathOf(name, "teacher.json"), new TeacherRecord("kept", "kept", "", "", 0, evaluation), Ct);
        return job;
    }

    private async Task HasCheckpointsAsync(string job)
    {
        var before = new RunHead { Step = 1, Steps = 2, Checkpoint = "first", Seconds = 0, Curve = [] };
        await _jobs.FirstAsync(JobStore.PathOf(job, "runs/student/head.json"), before with { Checkpoint = "second", Previous = before }, Ct);
        await WriteAsync([.. new[] { "first", "second", "third" }.Select(name => JobStore.CheckpointPath(job, "student", name))]);
    }

    private async Task WriteAsync(params string[] paths)
    {
        foreach (var path in paths)
        {
            await _bench.Store.WriteAsync(path, new byte[10], Ct);
        }
    }
}
