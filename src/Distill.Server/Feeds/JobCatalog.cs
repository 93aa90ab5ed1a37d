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
    private const int ReadAtOnce = 32;

    // So old a list may be that others get, too.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    // Jobs that have ended are resumed or deleted by a person, elsewhere; here it is noticed at once.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (long Read, JobRecord Record)> _records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, DateTimeOffset Created), JobOutline> _outlines = new();
    private readonly SemaphoreSlim _reading = new(1);
    private (long Read, IReadOnlyList<JobSummary> Jobs)? _list;

    public JobStore Records => jobs;

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

    /// <summary>Has the next list be read anew, because somebody has changed a job.</summary>
    public void Forget(string name)
    {
        _records.TryRemove(name, out _);
        _list = null;
    }

    public void Dispose() => _reading.Dispose();

    private async Task<IReadOnlyList<JobSummary>> ReadAllAsync(CancellationToken ct)
    {
        var names = await jobs.NamesAsync(ct);
        var found = new List<JobSummary>(names.Count);
        foreach (var some in names.Chunk(ReadAtOnce))
        {
            foreach (var summary in await Task.WhenAll(some.Select(name => ReadAsync(name, ct))))
            {
                if (summary is not null)
                {
                    found.Add(summary);
                }
            }
        }

        foreach (var gone in _records.Keys.Except(names))
        {
            _records.TryRemove(gone, out _);
        }

        return [.. found.OrderByDescending(job => job.Created).ThenBy(job => job.Name, StringComparer.Ordinal)];
    }

    private async Task<JobSummary?> ReadAsync(string name, CancellationToken ct)
    {
        if (_records.TryGetValue(name, out var known) && known.Record.IsFinal && time.GetElapsedTime(known.Read) < s_settled)
        {
            return await SummaryAsync(known.Record, ct);
        }

        if (await jobs.FindAsync(name, ct) is not { } record)
        {
            return null;
        }

        _records[name] = (time.GetTimestamp(), record);
        return await SummaryAsync(record, ct);
    }

    private async Task<JobSummary> SummaryAsync(JobRecord record, CancellationToken ct)
    {
        var key = (record.Name, record.Created);
        if (!_outlines.TryGetValue(key, out var outline))
        {
            outline = _outlines[key] = await OutlineAsync(record, ct);
        }

        return JobSummary.Of(await WithOutcomeAsync(record, ct), outline);
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

    // Jobs of earlier versions of this program have their outcome in the report alone.
    private async Task<JobRecord> WithOutcomeAsync(JobRecord record, CancellationToken ct)
    {
        if (record is not { State: Distill.Jobs.JobState.Finished, Outcome: null, LabelsOnly: false } || await ReportAsync(record.Name, ct) is not { } report)
        {
            return record;
        }

        var complete = record with { Outcome = JobOutcome.Of(report) };
        _records[record.Name] = (time.GetTimestamp(), complete);
        return complete;
    }
}
