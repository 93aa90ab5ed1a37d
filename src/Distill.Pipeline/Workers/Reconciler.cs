using System.Globalization;
using System.Security.Cryptography;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Looks after jobs that do not move: whose messages were lost with a broker, or whose worker died in a way that no queue noticed. Every
/// student worker does so; whoever moves the job's record first sends for its work again.
/// </summary>
internal sealed class Reconciler(
    JobStore jobs, JobErrands errands, Admission admission, StopSignal stop, IBusControl bus, BreakdownSignal breakdown, HostSettings settings, TimeProvider time, ILogger<Reconciler> log) : IAsyncDisposable
{
    private static readonly TimeSpan s_unhealthy = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tooNew = new(StringComparer.Ordinal);
    private Task _watching = Task.CompletedTask;
    private long _healthy = time.GetTimestamp();

    /// <summary>Begins to look, until the process stops.</summary>
    public void Start() => _watching = Task.Run(WatchAsync);

    public async ValueTask DisposeAsync() => await _watching;

    private async Task WatchAsync()
    {
        // A third of the limit, and a little more or less, so that workers that were started together drift apart.
        var pause = settings.Stale / 3;
        while (!stop.Token.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause * (0.8 + (RandomNumberGenerator.GetInt32(400) / 1000.0)), time, stop.Token);
                LookAtBus();
                await LookAtJobsAsync(stop.Token);
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                return;
            }
            catch (StoreException)
            {
                // The store is away; looking again later is all that there is to do.
            }
        }
    }

    private void LookAtBus()
    {
        if (bus.CheckHealth().Status == BusHealthStatus.Healthy)
        {
            _healthy = time.GetTimestamp();
        }
        else if (time.GetElapsedTime(_healthy) > s_unhealthy)
        {
            breakdown.Raise(new Breakdown(string.Create(
                CultureInfo.InvariantCulture,
                $"The connection to the broker has not worked for {s_unhealthy.TotalSeconds:0} s, so this worker ends; look at the broker and start it again."), IsQuarantined: false));
        }
    }

    private async Task LookAtJobsAsync(CancellationToken ct)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waits = false;
        await foreach (var record in jobs.ListAsync(ct))
        {
            if (record is { IsFinal: false, IsShared: true })
            {
                if (record.Protocol > settings.Protocols.Newest)
                {
                    LeaveAlone(record);
                    continue;
                }
                if (record.State == JobState.Queued)
                {
                    waits = true;
                    continue;
                }
                seen.Add(record.Name);
                try
                {
                    await LookAtAsync(record, ct);
                }
                catch (StoreException)
                {
                    // One that is damaged, or just being deleted, must not keep the others waiting.
                }
            }
        }
        if (waits)
        {
            await admission.NextAsync(ct);
        }
        foreach (var gone in _watched.Keys.Where(name => !seen.Contains(name)).ToList())
        {
            _watched.Remove(gone);
        }
    }

    // Its messages wait in queues that this worker does not listen to.
    private void LeaveAlone(JobRecord record)
    {
        if (_tooNew.Add(record.Name))
        {
            WorkerEvents.TooNew(log, record.Name, record.Protocol, settings.Protocols.Newest);
        }
    }

    private async Task LookAtAsync(JobRecord record, CancellationToken ct)
    {
        var spec = await jobs.SpecAsync(record.Name, ct);
        var marks = await MarksAsync(record, spec, ct);
        var patience = settings.Stale + TimeSpan.FromSeconds(Math.Max(spec.Training.SegmentSeconds, spec.Teacher?.Training?.SegmentSeconds ?? 0));
        if (!_watched.TryGetValue(record.Name, out var watched) || watched.Marks != marks)
        {
            _watched[record.Name] = new Watched(marks, time.GetTimestamp(), patience);
        }
        else if (time.GetElapsedTime(watched.Since) > watched.Patience)
        {
            // Whoever gets this change in sends; the others see that the job has moved.
            var (now, mine) = await jobs.UpdateAsync(record.Name, r => r.IsFinal || r.Nudges != record.Nudges ? r : r with { Nudges = r.Nudges + 1 }, ct);
            if (mine)
            {
                await errands.SendAsync(now, new PrepareJob(record.Name), ct);
            }
            var longer = watched.Patience * 2 < s_longestSilence ? watched.Patience * 2 : s_longestSilence;
            _watched[record.Name] = new Watched(await MarksAsync(now, spec, ct), time.GetTimestamp(), longer);
        }
    }

    // Whatever changes when a job moves.
    private async Task<string> MarksAsync(JobRecord record, JobSpec spec, CancellationToken ct)
    {
        List<string> marks = [$"{record.State} {record.Nudges}"];
        foreach (var run in Run.Of(spec).Select(run => run.Name).Append(RunNames.Teacher))
        {
            marks.Add((await jobs.HeadAsync(record.Name, run, ct))?.Value.Segment.ToString(CultureInfo.InvariantCulture) ?? "");
        }
        var teacher = await jobs.ReadAsync<TeacherRecord>(JobStore.PathOf(record.Name, "teacher.json"), ct);
        if (teacher?.Value.Fingerprint is { } fingerprint && await jobs.ReadAsync<LabelWindow>($"labels/{fingerprint}/window.json", ct) is { } window)
        {
            marks.Add($"{window.Value}");
        }
        return string.Join(' ', marks);
    }

    private sealed record Watched(string Marks, long Since, TimeSpan Patience);
}
