using System.Text;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline;

public sealed class JobControlTests : IDisposable
{
    private static readonly CancellationToken s_ct = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FolderStore _store;
    private readonly JobStore _jobs;
    private readonly JobEvents _events;
    private readonly List<JobState> _told = [];
    private readonly JobControl _control;

    public JobControlTests()
    {
        _store = new FolderStore(_folder.File("store"));
        _jobs = new JobStore(_store);
        _events = new JobEvents(_jobs, "desk-1", _time);
        _control = new JobControl(_jobs, _events, _time)
        {
            Changed = (record, _) =>
            {
                _told.Add(record.State);
                return Task.CompletedTask;
            },
        };
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_job_is_cancelled_and_resumed_and_both_is_told_and_noted()
    {
        await AddAsync(JobState.Learning);

        var cancelled = await _control.CancelAsync("tiny", s_ct);
        _time.Advance(TimeSpan.FromSeconds(1));
        var resumed = await _control.ResumeAsync("tiny", s_ct);

        Assert.Equal((JobState.Cancelled, _time.GetUtcNow().AddSeconds(-1)), (cancelled.State, cancelled.Ended));
        Assert.Equal((JobState.Queued, null), (resumed.State, resumed.Ended));
        Assert.Equal([JobState.Cancelled, JobState.Queued], _told);
        Assert.Equal(["cancelled", "resumed"], await KindsAsync());
    }

    [Fact]
    public async Task Cancelling_twice_is_cancelling_once()
    {
        await AddAsync(JobState.Queued);

        await _control.CancelAsync("tiny", s_ct);
        await _control.CancelAsync("tiny", s_ct);

        Assert.Single(_told);
        Assert.Single(await KindsAsync());
    }

    [Fact]
    public async Task A_failed_job_is_retried_without_its_failure()
    {
        await AddAsync(JobState.Failed, "The teacher is at chance.");

        var retried = await _control.RetryAsync("tiny", s_ct);

        Assert.Equal((JobState.Queued, null), (retried.State, retried.Failure));
        Assert.Equal(["retried"], await KindsAsync());
    }

    [Fact]
    public async Task What_does_not_fit_the_state_is_refused_by_a_sentence()
    {
        var text = new StringBuilder();
        foreach (var state in Enum.GetValues<JobState>())
        {
            await AddAsync(state, name: $"job-{state}".ToLowerInvariant());
            foreach (var (verb, act) in Verbs())
            {
                var refusal = await Record.ExceptionAsync(() => act($"job-{state}".ToLowerInvariant()));
                text.Append(state.ToString().ToLowerInvariant()).Append(", ").Append(verb).Append(": ").AppendLine(refusal?.Message ?? "done");
                await ResetAsync($"job-{state}".ToLowerInvariant(), state);
            }
        }

        Approved.Verify(text.ToString(), "pipeline.job-control");
    }

    [Fact]
    public async Task Deleting_removes_the_jobs_folder_and_neither_labels_nor_models_nor_its_neighbour()
    {
        await AddAsync(JobState.Finished);
        await AddAsync(JobState.Finished, name: "tiny-2");
        foreach (var path in new[] { "jobs/tiny/student/model.safetensors", "jobs/tiny/runs/student/head.json", "labels/f/view-000.labels", "models/m/network.json" })
        {
            await _store.WriteAsync(path, "x"u8.ToArray(), s_ct);
        }

        await _control.DeleteAsync("tiny", s_ct);

        Assert.Equal(
            ["jobs/tiny-2/job.resolved.yaml", "jobs/tiny-2/job.yaml", "labels/f/view-000.labels", "models/m/network.json", "states/tiny-2.json"],
            await _store.ListAsync("", s_ct).ToListAsync(s_ct));
        Assert.Equal(["tiny-2"], await _jobs.NamesAsync(s_ct));
    }

    [Fact]
    public async Task A_job_whose_deletion_has_begun_can_only_be_deleted_to_the_end()
    {
        await AddAsync(JobState.Cancelled);
        await _jobs.UpdateAsync("tiny", record => record with { Deleted = _time.GetUtcNow() }, s_ct);

        var refusal = await Assert.ThrowsAsync<JobControlException>(() => _control.ResumeAsync("tiny", s_ct));
        await _control.DeleteAsync("tiny", s_ct);

        Assert.Contains("is being deleted", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await _jobs.NamesAsync(s_ct));
    }

    [Fact]
    public async Task Of_many_who_retry_at_once_one_does_it()
    {
        await AddAsync(JobState.Failed);

        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await Record.ExceptionAsync(() => _control.RetryAsync("tiny", s_ct))));

        Assert.Single(tries, refusal => refusal is null);
        Assert.Equal(["retried"], await KindsAsync());
    }

    private IEnumerable<(string Verb, Func<string, Task> Act)> Verbs()
    {
        yield return ("cancel", job => _control.CancelAsync(job, s_ct));
        yield return ("resume", job => _control.ResumeAsync(job, s_ct));
        yield return ("retry", job => _control.RetryAsync(job, s_ct));
        yield return ("delete", job => _control.DeleteAsync(job, s_ct));
    }

    private async Task ResetAsync(string job, JobState state)
    {
        if (await _jobs.FindAsync(job, s_ct) is not null)
        {
            await _jobs.UpdateAsync(job, record => record with { State = state }, s_ct);
        }
    }

    private async Task AddAsync(JobState state, string? failure = null, string name = "tiny") => await _jobs.CreateAsync(
        new JobRecord { Name = name, Content = new string('0', 64), State = state, Failure = failure, Created = _time.GetUtcNow() }, "name: x\n", "name: x\n", s_ct);

    private async Task<List<string>> KindsAsync() => await _events.ListAsync("tiny", s_ct).Select(happened => happened.Kind).ToListAsync(s_ct);
}
