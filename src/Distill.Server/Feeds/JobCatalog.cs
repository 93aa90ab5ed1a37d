using System.Collections.Concurrent;
using System.Text;
using Distill.Artifacts;
using Distill.Pipeline.Jobs;
using Distill.Reports;
using Distill.Server.Documents;

namespace Distill.Server.Feeds;

/// <summary>The jobs of a store. What cannot change any more, or not without a person, is not read every time.</summary>
internal sealed class JobCatalog(JobStore jobs, TimeProvider time) : IDisposable
{
    // So old a list may be that others get, too.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Name, DateTimeOffset Created), JobOutline> _outlines = new();
    private readonly ConcurrentDictionary<(string Name, DateTimeOffset Created), string> _labels = new();
    private readonly SemaphoreSlim _reading = new(1);
    private (long Read, IReadOnlyList<JobSummary> Jobs)? _list;

    /// <summary>All jobs, the latest first.</summary>
    public async Task<IReadOnlyList<JobSummary>> ListAsync(CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (_list is not { } known || time.GetElapsedTime(known.Read) > s_fresh)
            {
                _list = known = (time.GetTimestamp(), await ReadAllAsync(ct));
            }

            return known.Jobs;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>One job as it is now; null where there is none of that name.</summary>
    public async Task<JobSummary?> FindAsync(string name, CancellationToken ct) =>
        Distill.Jobs.JobNames.Problem(name) is null && await jobs.FindAsync(name, ct) is { } record ? await SummaryAsync(record, ct) : null;

    /// <summary>A job's report; null where it has none yet.</summary>
    /// <exception cref="ReportProblemException">What is stored is no report.</exception>
    public async Task<JobReport?> ReportAsync(string name, CancellationToken ct)
    {
        var path = JobStore.PathOf(name, "report.json");
        return await jobs.Store.ReadAsync(path, ct) is { } stored ? ReportJson.Read(Encoding.UTF8.GetString(stored.Content.Span), jobs.Store.Describe(path)) : null;
    }

    /// <summary>The names of the jobs that learn from a label set, by its fingerprint.</summary>
    public async Task<ILookup<string, string>> LabelUsersAsync(CancellationToken ct)
    {
        var users = new List<(string Labels, string Job)>();
        foreach (var some in (await ListAsync(ct)).Where(job => job.Teacher is not null).Chunk(IArtifactStore.ReadAtOnce))
        {
            var labels = await Task.WhenAll(some.Select(job => LabelsOfAsync(job, ct)));
            users.AddRange(labels.Zip(some).Where(pair => pair.First is not null).Select(pair => (pair.First!, pair.Second.Name)));
        }

        return users.ToLookup(user => user.Labels, user => user.Job);
    }

    /// <summary>Has the next list be read anew, because somebody has changed a job.</summary>
    public void Forget() => _list = null;

    public void Dispose() => _reading.Dispose();

    private async Task<IReadOnlyList<JobSummary>> ReadAllAsync(CancellationToken ct)
    {
        var found = new List<JobSummary>();
        foreach (var some in (await jobs.ListAsync(ct).ToListAsync(ct)).Chunk(IArtifactStore.ReadAtOnce))
        {
            found.AddRange(await Task.WhenAll(some.Select(record => SummaryAsync(record, ct))));
        }

        var there = found.Select(job => job.Name).ToHashSet(StringComparer.Ordinal);
        Prune(_outlines, there);
        Prune(_labels, there);

        return [.. found.OrderByDescending(job => job.Created).ThenBy(job => job.Name, StringComparer.Ordinal)];
    }

    // A job's label set is settled once.
    private async Task<string?> LabelsOfAsync(JobSummary job, CancellationToken ct)
    {
        var key = (job.Name, job.Created);
        return _labels.TryGetValue(key, out var known) ? known
            : await jobs.ReadAsync<TeacherRecord>(JobStore.PathOf(job.Name, "teacher.json"), ct) is { Value.Fingerprint: var settled } ? _labels[key] = settled : null;
    }

    private static void Prune<T>(ConcurrentDictionary<(string Name, DateTimeOffset Created), T> known, HashSet<string> there)
    {
        foreach (var gone in known.Keys.Where(key => !there.Contains(key.Name)))
        {
            known.TryRemove(gone, out _);
        }
    }

    private async Task<JobSummary> SummaryAsync(JobRecord record, CancellationToken ct)
    {
        var key = (record.Name, record.Created);
        if (!_outlines.TryGetValue(key, out var outline))
        {
            outline = _outlines[key] = await OutlineAsync(record, ct);
        }

        return JobSummary.Of(record, outline);
    }

    // A job whose file is damaged is listed all the same.
    private async Task<JobOutline> OutlineAsync(JobRecord record, CancellationToken ct)
    {
        try
        {
            return JobOutline.Of(await jobs.SpecAsync(record.Name, ct));
        }
        catch (StoreException damaged) when (!damaged.IsTransient)
        {
            return JobOutline.Unknown;
        }
    }
}
