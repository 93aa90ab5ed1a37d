using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline.Workers;

public sealed class AdmissionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly JobStore _jobs;
    private readonly List<string> _sent = [];
    private readonly Admission _admission;

    public AdmissionTests()
    {
        _jobs = new JobStore(new FolderStore(_folder.File("store")));
        _admission = new Admission(_jobs, isAlone: false, (record, _) =>
        {
            _sent.Add(record.Name);
            return Task.CompletedTask;
        });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task So_many_jobs_are_let_in_and_the_rest_waits()
    {
        var records = await AddAsync(Admission.Most + 2);

        var entered = new List<bool>();
        foreach (var record in records)
        {
            entered.Add(await _admission.TryEnterAsync(record, Ct));
        }

        Assert.Equal(Admission.Most, entered.Count(let => let));
        Assert.True(await _admission.TryEnterAsync(records[0], Ct));
    }

    [Fact]
    public async Task When_one_has_ended_the_most_urgent_and_then_the_oldest_is_sent_for()
    {
        var records = await AddAsync(Admission.Most + 3, number => number == Admission.Most + 2 ? JobPriority.High : JobPriority.Normal);
        foreach (var record in records.Take(Admission.Most - 1).Append(records[^1]))
        {
            await _admission.TryEnterAsync(record, Ct);
        }

        foreach (var record in records.Take(Admission.Most - 1).Append(records[^1]))
        {
            await MoveAsync(record, JobState.Learning);
        }
        await MoveAsync(records[0], JobState.Finished);
        await MoveAsync(records[1], JobState.Finished);
        await _admission.NextAsync(Ct);

        Assert.Equal([records[Admission.Most - 1].Name, records[Admission.Most].Name], _sent);
    }

    [Fact]
    public async Task A_job_that_is_queued_again_is_sent_for_even_while_all_places_are_taken_its_own_among_them()
    {
        var records = await AddAsync(Admission.Most);
        foreach (var record in records)
        {
            await _admission.TryEnterAsync(record, Ct);
            await MoveAsync(record, JobState.Learning);
        }

        await MoveAsync(records[2], JobState.Cancelled);
        await MoveAsync(records[2], JobState.Queued);
        await _admission.NextAsync(Ct);

        Assert.Equal([records[2].Name], _sent);
    }

    [Fact]
    public async Task A_job_that_is_not_the_next_one_does_not_take_its_place()
    {
        var records = await AddAsync(Admission.Most + 1);

        Assert.False(await _admission.TryEnterAsync(records[^1], Ct));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<List<JobRecord>> AddAsync(int count, Func<int, JobPriority>? priority = null)
    {
        var records = new List<JobRecord>();
        for (var number = 0; number < count; number++)
        {
            var record = new JobRecord
            {
                Name = $"job-{number:00}",
                Content = $"{number}",
                Priority = priority?.Invoke(number) ?? JobPriority.Normal,
                State = JobState.Queued,
                Created = DateTimeOffset.UnixEpoch.AddSeconds(number),
                IsShared = true,
            };
            await _jobs.CreateAsync(record, "", "", Ct);
            records.Add(record);
        }
        return records;
    }

    private Task MoveAsync(JobRecord record, JobState state) => _jobs.UpdateAsync(record.Name, now => now with { State = state }, Ct);
}
