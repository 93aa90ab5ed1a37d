using System.Globalization;
using System.Security.Cryptography;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Server.Documents;

namespace Distill.Server.Feeds;

/// <summary>
/// Looks after all jobs of the store: has those that are under way followed, and tells whoever shows the list what has changed in it. A
/// listener that connects again is sent what it missed, or told to ask for the whole list where that is too long ago.
/// </summary>
internal sealed class StoreFeed(JobCatalog catalog, JobFeeds feeds, TimeProvider time) : IAsyncDisposable
{
    private const int MostKept = 2000;

    // What is noted at a job's end, an alert for instance, comes while or after it ends.
    private const int LooksAfterEnd = 4;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1.5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, byte[]> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (JobFeeds.Hold Hold, int Looks)> _held = new(StringComparer.Ordinal);
    private readonly List<Subscription> _listeners = [];
    private readonly Queue<(long Number, Message Message)> _kept = [];
    private readonly string _life = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private Task _running = Task.CompletedTask;
    private long _number;
    private HashSet<string>? _ended;

    /// <summary>Id of the latest event.</summary>
    public string LastId => IdOf(Interlocked.Read(ref _number));

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

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>All jobs with what is known of their progress, the latest first.</summary>
    public async Task<IReadOnlyList<JobSummary>> ListAsync(CancellationToken ct) => [.. (await catalog.ListAsync(ct)).Select(Complete)];

    /// <summary>One job with what is known of its progress.</summary>
    public async Task<JobSummary?> FindAsync(string name, CancellationToken ct) => await catalog.FindAsync(name, ct) is { } found ? Complete(found) : null;

    public Subscription Subscribe(string? lastId)
    {
        lock (_gate)
        {
            var subscription = new Subscription(Leave) { Missed = lastId is null ? [] : Since(lastId) };
            _listeners.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Tells everybody who looks at the list something.</summary>
    public void Publish<T>(string name, T data)
    {
        lock (_gate)
        {
            var message = Message.Of(name, data, IdOf(++_number));
            _kept.Enqueue((_number, message));
            if (_kept.Count > MostKept)
            {
                _kept.Dequeue();
            }

            _listeners.ForEach(listener => listener.Send(message));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // As was asked.
        }

        foreach (var (hold, _) in _held.Values)
        {
            hold.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>Looks once; called by the loop, and by tests.</summary>
    internal async Task LookAsync(CancellationToken ct)
    {
        var jobs = await ListAsync(ct);
        Follow(jobs);
        foreach (var job in jobs)
        {
            var line = Answers.Line(job);
            if (!_shown.TryGetValue(job.Name, out var before) || !before.AsSpan().SequenceEqual(line))
            {
                _shown[job.Name] = line;
                Publish("job", job);
            }
        }


        foreach (var gone in _shown.Keys.Except(jobs.Select(job => job.Name)).ToList())
        {
            _shown.Remove(gone);
            Publish("gone", new { Job = gone });
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await LookAsync(ct);
            }
            catch (StoreException)
            {
                // Requests tell of it; here the next look may fare better.
            }

            await Task.Delay(s_poll, time, ct);
        }
    }

    private void Follow(IReadOnlyList<JobSummary> jobs)
    {
        var underWay = jobs.Where(job => job.State != JobState.Queued && !job.State.IsFinal()).Select(job => job.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in underWay)
        {
            _held[name] = (_held.TryGetValue(name, out var held) ? held.Hold : feeds.Take(name), LooksAfterEnd);
        }

        // One that began and ended between two looks has news, too; those that had ended before the first look have none.
        var ended = jobs.Where(job => job.State.IsFinal()).Select(job => job.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in ended.Where(name => _ended?.Contains(name) == false && !_held.ContainsKey(name)))
        {
            _held[name] = (feeds.Take(name), LooksAfterEnd);
        }

        _ended = ended;
        foreach (var (name, (hold, looks)) in _held.Where(held => !underWay.Contains(held.Key)).ToList())
        {
            if (looks > 0)
            {
                _held[name] = (hold, looks - 1);
                continue;
            }

            _held.Remove(name);
            hold.Dispose();
        }
    }

    private JobSummary Complete(JobSummary job) => feeds.Find(job.Name) is { } feed ? job.With(feed.Latest, feed.Curve) : job;

    private string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_life}-{number}");

    private IReadOnlyList<Message> Since(string lastId)
    {
        var number = 0L;
        var isKnown = lastId.Split('-') is [var life, var digits] && life == _life && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return !isKnown || (_kept.TryPeek(out var oldest) && oldest.Number > number + 1)
            ? [Message.Of("reset", new { Because = "too much has happened since" })]
            : [.. _kept.Where(kept => kept.Number > number).Select(kept => kept.Message)];
    }

    private void Leave(Subscription subscription)
    {
        lock (_gate)
        {
            _listeners.Remove(subscription);
        }
    }
}
