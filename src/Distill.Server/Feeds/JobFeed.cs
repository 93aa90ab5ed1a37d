using System.Globalization;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Progress;
using Distill.Server.Documents;

namespace Distill.Server.Feeds;

/// <summary>
/// Follows one job, once for all who listen. Notes are the job's stored events: they have ids, and a listener that connects again is sent
/// those it missed. Progress and points are states: the newest is sent.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="sources">Where news comes from.</param>
/// <param name="time">The clock.</param>
internal sealed class JobFeed(string job, FeedSources sources, TimeProvider time)
{
    private const int CurvePoints = 24;
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);

    // Workers order events by their own clocks, which may differ by so much; those who listen know events by their ids.
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly List<Subscription> _listeners = [];
    private readonly List<Message> _notes = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<double> _curve = [];
    private Message? _progress;
    private long _point;
    private int? _found;

    /// <summary>The last that is known of the job.</summary>
    public JobProgress? Latest { get; private set; }

    /// <summary>How the accuracy has grown since this process listens.</summary>
    public IReadOnlyList<double> Curve
    {
        get
        {
            lock (_gate)
            {
                return [.. _curve];
            }
        }
    }

    /// <summary>How many listen.</summary>
    public int Listeners
    {
        get
        {
            lock (_gate)
            {
                return _listeners.Count;
            }
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="lastId">Id of the last note that the listener has; null for one that has none.</param>
    /// <param name="lastPoint">Number of the last point that it has.</param>
    public Subscription Subscribe(string? lastId, long lastPoint)
    {
        lock (_gate)
        {
            var missed = Since(lastId).ToList();
            if (_progress is { } progress)
            {
                missed.Add(progress);
            }

            if (sources.Points(job, lastPoint) is { Count: > 0 } points)
            {
                missed.Add(Message.Of("points", points));
            }

            var subscription = new Subscription(Leave) { Missed = missed };
            _listeners.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Follows the job until it is gone, or nobody wants to know.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await NoteAsync(ct);
                _found ??= _notes.Count;
                await FollowAsync(ct);
                await NoteAsync(ct);
                if (!await AwaitChangeAsync(ct))
                {
                    break;
                }
            }
            catch (JobControlException)
            {
                // It was deleted while it was followed.
                break;
            }
            catch (StoreException)
            {
                // Whoever asks by a request is told; here it is tried again, for the store may come back.
                await Task.Delay(s_rest, time, ct);
                if (await IsGoneAsync(ct))
                {
                    break;
                }
            }
        }

        Publish(Message.Of("gone", new { Job = job }));
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var noted = time.GetTimestamp();
        await foreach (var progress in sources.Watch(job, ct))
        {
            Show(progress);
            if (time.GetElapsedTime(noted) >= s_rest)
            {
                await NoteAsync(ct);
                noted = time.GetTimestamp();
            }
        }
    }

    private void Show(JobProgress progress)
    {
        var message = Message.Of("progress", progress);
        lock (_gate)
        {
            Latest = progress;
            _progress = message;
            if (AccuracyOf(progress) is { } accuracy && (_curve.Count == 0 || !_curve[^1].Equals(accuracy)))
            {
                _curve.Add(accuracy);
                if (_curve.Count > 2 * CurvePoints)
                {
                    _curve.RemoveRange(0, CurvePoints);
                }
            }
        }

        Publish(message);
        if (sources.Points(job, _point) is { Count: > 0 } points)
        {
            _point = points.Max(point => point.Number);
            Publish(Message.Of("points", points));
        }
    }

    private async Task NoteAsync(CancellationToken ct)
    {
        await foreach (var (name, happened) in sources.Events.ListNamedAsync(job, _seen, ct))
        {
            var note = Message.Of("note", JobNote.Of(name, happened), name);
            lock (_gate)
            {
                _notes.Add(note);
                _listeners.ForEach(listener => listener.Send(note));
            }

            sources.Noted(job, happened);
        }
    }

    // A job that has ended may be resumed; until then there is nothing to do but to look. False where it is gone.
    private async Task<bool> AwaitChangeAsync(CancellationToken ct)
    {
        while (true)
        {
            switch (await sources.Jobs.FindAsync(job, ct))
            {
                case null:
                    return false;
                case { IsFinal: false }:
                    return true;
                default:
                    await Task.Delay(s_rest, time, ct);
                    await NoteAsync(ct);
                    break;
            }
        }
    }

    private async Task<bool> IsGoneAsync(CancellationToken ct)
    {
        try
        {
            return await sources.Jobs.FindAsync(job, ct) is null;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    // Of what this feed has seen come it knows the order; of what was there before it, only the clocks of those who wrote.
    private IEnumerable<Message> Since(string? lastId)
    {
        if (lastId is null)
        {
            return _notes;
        }

        var found = _found ?? int.MaxValue;
        var last = _notes.FindIndex(note => note.Id == lastId);
        return last >= found ? _notes.Skip(last + 1) : _notes.Where((note, index) => index >= found || IsAfter(note.Id!, lastId));
    }

    private void Publish(Message message)
    {
        lock (_gate)
        {
            _listeners.ForEach(listener => listener.Send(message));
        }
    }

    private void Leave(Subscription subscription)
    {
        lock (_gate)
        {
            _listeners.Remove(subscription);
        }
    }

    private static double? AccuracyOf(JobProgress progress) => progress.Metrics
        .Where(metric => metric.Key == "accuracy" || (metric.Key.EndsWith(".accuracy", StringComparison.Ordinal) && !metric.Key.StartsWith("teacher.", StringComparison.Ordinal)
            && !metric.Key.StartsWith("baseline.", StringComparison.Ordinal)))
        .Select(metric => (double?)metric.Value).FirstOrDefault();

    private static bool IsAfter(string id, string last) =>
        TimeOf(id) is not { } time || TimeOf(last) is not { } seen ? string.CompareOrdinal(id, last) > 0 : id != last && time > seen - s_skew;

    private static DateTimeOffset? TimeOf(string id) =>
        id.IndexOf('-') is > 0 and var end && DateTimeOffset.TryParseExact(
            id.AsSpan(0, end), "yyyyMMdd'T'HHmmssfffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
