using System.Runtime.CompilerServices;
using Distill.Labels;

namespace Distill.Pipeline.LabelStreams;

/// <summary>
/// The mirrors of a process, one per label set that somebody reads. One that nobody reads any longer is closed after a while, and its
/// room on the disk is free again.
/// </summary>
/// <param name="open">Makes the mirror of a fingerprint, with what it waits for until somebody reads it.</param>
/// <param name="time">Clock of the while.</param>
internal sealed class LabelMirrors(Func<string, Func<CancellationToken, Task>, LabelMirrorFeed> open, TimeProvider time) : IAsyncDisposable
{
    /// <summary>So long an unused mirror is kept.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Held> _mirrors = [];
    private bool _isClosed;

    /// <summary>Reads a mirror, which stays open meanwhile.</summary>
    public async IAsyncEnumerable<LabelLogEntry> ReadAsync(string fingerprint, long fromOffset, [EnumeratorCancellation] CancellationToken ct)
    {
        var held = Take(fingerprint);
        try
        {
            await foreach (var entry in held.Feed.ReadAsync(fromOffset, ct))
            {
                yield return entry;
            }
        }
        finally
        {
            Release(held);
        }
    }

    /// <summary>The end of a mirror.</summary>
    public async Task<long> TailAsync(string fingerprint, CancellationToken ct)
    {
        var held = Take(fingerprint);
        try
        {
            return await held.Feed.TailAsync(ct);
        }
        finally
        {
            Release(held);
        }
    }

    /// <summary>Closes a mirror that nobody reads: its stream is about to go, and would be made again for it.</summary>
    public async Task CloseUnusedAsync(string fingerprint)
    {
        Held? held;
        lock (_gate)
        {
            if (!_mirrors.TryGetValue(fingerprint, out held) || held.Users > 0)
            {
                return;
            }

            _mirrors.Remove(fingerprint);
        }

        await held.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        List<Held> all;
        lock (_gate)
        {
            _isClosed = true;
            all = [.. _mirrors.Values];
            _mirrors.Clear();
        }

        foreach (var held in all)
        {
            await held.CloseAsync();
        }
    }

    private Held Take(string fingerprint)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_mirrors.TryGetValue(fingerprint, out var held))
            {
                _mirrors[fingerprint] = held = new();
                held.Feed = open(fingerprint, stop => ReadAgainAsync(held, stop));
                held.Timer = time.CreateTimer(_ => _ = CloseUnusedAsync(fingerprint), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            held.Users++;
            held.IsRead.TrySetResult();
            return held;
        }
    }

    private void Release(Held held)
    {
        lock (_gate)
        {
            if (--held.Users == 0 && !_isClosed)
            {
                held.IsRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
                held.Timer!.Change(Idle, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private Task ReadAgainAsync(Held held, CancellationToken ct)
    {
        lock (_gate)
        {
            return held.IsRead.Task.WaitAsync(ct);
        }
    }

    private sealed class Held
    {
        public LabelMirrorFeed Feed { get; set; } = null!;

        public int Users { get; set; }

        public TaskCompletionSource IsRead { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ITimer? Timer { get; set; }

        public async Task CloseAsync()
        {
            await Timer!.DisposeAsync();
            await Feed.DisposeAsync();
        }
    }
}
