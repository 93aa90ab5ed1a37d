using Distill.Jobs;
using Distill.Learning;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Progress;
using Distill.Pipeline.Storage;
using Distill.Reports;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline;

public sealed class JobWatchTests : IDisposable
{
    private const string Yaml = """
        dataset: digits
        teacher: { network: cnn_8_16, weights: teacher.safetensors }
        labels: { views: 3 }
        students: [{ name: small, network: cnn_4 }, { name: wide, network: cnn_8 }]
        training: { epochs: 4, batch_size: 10 }
        """;

    private static readonly CancellationToken s_ct = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FolderStore _store;
    private readonly JobStore _jobs;
    private readonly JobWatch _watch;

    public JobWatchTests()
    {
        _store = new FolderStore(_folder.File("store"));
        _jobs = new JobStore(_store);
        _watch = new JobWatch(_jobs, _time);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_job_that_others_work_on_is_seen_to_learn_and_to_end()
    {
        await AddAsync();
        await using var moments = _watch.FollowAsync("tiny", s_ct).GetAsyncEnumerator(s_ct);

        var first = await NextAsync(moments);
        await WriteAsync("jobs/tiny/teacher.json", new TeacherRecord("m", "f", "n", "r", ReusedViews: 1, SomeEvaluation));
        await WriteAsync("labels/f/manifest.json", new { Version = 1, Fingerprint = "f", Parts = new Dictionary<string, string> { ["samples"] = "1000", ["chunk size"] = "300" } });
        await WriteAsync("labels/f/view-000.json", new { });
        await WriteAsync("labels/f/view-002.json", new { });
        await WriteAsync("jobs/tiny/runs/wide/head.json", Head(step: 10, of: 40));
        await _jobs.UpdateAsync("tiny", record => record with { State = JobState.Learning }, s_ct);
        var second = await NextAsync(moments);
        await _jobs.UpdateAsync("tiny", record => record with { State = JobState.Failed, Failure = "Out of luck." }, s_ct);
        var third = await NextAsync(moments);

        Assert.Equal((JobState.Queued, StageState.Waiting), (first.State, Stage(first, "wide").State));
        Assert.Equal(JobState.Learning, second.State);
        Assert.Equal(new StageProgress("teach", "4 of 12 chunks were there", 8, 12, "chunks", null, null, StageState.Running), Stage(second, "teach"));
        Assert.Equal(new StageProgress("wide", "epoch 2/4", 100, 400, "img", 20, 15, StageState.Running), Stage(second, "wide"));
        Assert.Equal((StageState.Waiting, 400), (Stage(second, "small").State, Stage(second, "small").Total));
        Assert.Equal((0.5, 1.5), (second.Metrics["wide.accuracy"], second.Metrics["wide.loss"]));
        Assert.True(second.ElapsedSeconds >= 61, "the time before this process looked counts");
        Assert.Equal((JobState.Failed, "Out of luck."), (third.State, third.Failure));
        Assert.False(await moments.MoveNextAsync());
    }

    [Fact]
    public async Task What_the_store_says_never_takes_back_what_events_have_told()
    {
        await AddAsync();
        var gauge = new JobGauge(await _jobs.SpecAsync("tiny", s_ct) with { Name = "tiny" }, (await _jobs.FindAsync("tiny", s_ct))!, _time);
        gauge.Apply(new RunProgressed("tiny", "small", 12, 40, 1, 4, 100, new Dictionary<string, double> { ["loss"] = 0.5 }));
        await WriteAsync("jobs/tiny/runs/small/head.json", Head(step: 10, of: 40));

        await _watch.RefreshAsync(gauge, s_ct);

        var progress = gauge.Snapshot();
        Assert.Equal(120, Stage(progress, "small").Done);
        Assert.Equal(0.5, progress.Metrics["small.loss"]);
    }

    [Fact]
    public async Task An_event_is_shown_though_the_store_does_not_know_of_it_yet()
    {
        await AddAsync();
        var gauge = new JobGauge(await _jobs.SpecAsync("tiny", s_ct) with { Name = "tiny" }, (await _jobs.FindAsync("tiny", s_ct))!, _time);
        await using var moments = _watch.FollowAsync(gauge, s_ct).GetAsyncEnumerator(s_ct);
        await NextAsync(moments);

        gauge.Apply(new RunProgressed("tiny", "small", 12, 40, 1, 4, 100, new Dictionary<string, double>()));
        var next = await NextAsync(moments);

        Assert.Equal(120, Stage(next, "small").Done);
    }

    [Fact]
    public async Task A_job_that_is_deleted_meanwhile_ends_by_a_sentence()
    {
        await AddAsync();
        await using var moments = _watch.FollowAsync("tiny", s_ct).GetAsyncEnumerator(s_ct);
        await NextAsync(moments);

        await _store.DeleteAsync("states/tiny.json", s_ct);

        await Assert.ThrowsAsync<JobControlException>(() => NextAsync(moments));
    }

    private static Evaluation SomeEvaluation => new() { Samples = 10, Top1 = 0.9, Top5 = 1, NegativeLogLikelihood = 0.3, CalibrationError = 0.01, PerClass = [] };

    private static RunHead Head(long step, long of) => new()
    {
        Step = step,
        Steps = of,
        Checkpoint = "c",
        Seconds = 5,
        Curve = [new CurvePoint { Epoch = 1, Step = step, LearningRate = 0.1, Loss = 1.5, Terms = new Dictionary<string, double>(), Accuracy = 0.5 }],
    };

    private static StageProgress Stage(JobProgress progress, string name) => progress.Stages.Single(stage => stage.Name == name);

    // The clock moves in small steps until the next moment is there.
    private async Task<JobProgress> NextAsync(IAsyncEnumerator<JobProgress> moments)
    {
        var next = moments.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(0.125));
            await Task.Yield();
        }
        Assert.True(await next);
        return moments.Current;
    }

    private Task WriteAsync<T>(string path, T value) => _store.WriteAsync(path, JobStore.Serialize(value), s_ct);

    private async Task AddAsync()
    {
        await _jobs.CreateAsync(new JobRecord { Name = "tiny", Content = "", State = JobState.Queued, Created = _time.GetUtcNow() - TimeSpan.FromMinutes(1) }, Yaml, Yaml, s_ct);
    }
}
