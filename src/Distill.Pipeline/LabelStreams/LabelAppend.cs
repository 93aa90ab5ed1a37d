namespace Distill.Pipeline.LabelStreams;

/// <summary>A chunk on its way to the broker: cut in frames, and done when the broker has confirmed each of them.</summary>
/// <param name="fingerprint">The label set.</param>
/// <param name="worker">Who made it.</param>
/// <param name="view">The view, or -1 for a barrier.</param>
/// <param name="chunk">The chunk, or -1 for a barrier.</param>
/// <param name="attempt">Random bytes of this append.</param>
/// <param name="bytes">The encoded chunk, which the caller leaves as it is until this is done.</param>
internal sealed class LabelAppend(string fingerprint, string worker, int view, int chunk, UInt128 attempt, ReadOnlyMemory<byte> bytes)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unconfirmed = LabelStreamFrame.CountOf(bytes.Length);

    /// <summary>The stream it goes to.</summary>
    public string Stream { get; } = LabelStream.NameOf(fingerprint);

    /// <summary>How many frames it is cut into.</summary>
    public int Count { get; } = LabelStreamFrame.CountOf(bytes.Length);

    /// <summary>Completes when the broker has everything.</summary>
    public Task Done => _done.Task;

    /// <summary>Nobody waits for it any longer, so what was not sent is not.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Writes one of its frames; returns the length.</summary>
    public int Write(int index, Span<byte> frame)
    {
        var start = index * LabelStreamFrame.MostPiece;
        var piece = bytes.Span[start..Math.Min(bytes.Length, start + LabelStreamFrame.MostPiece)];
        return new LabelStreamFrame(view, chunk, attempt, worker, index, Count, start, bytes.Length).Write(frame, fingerprint, piece);
    }

    /// <summary>The broker has one more of its frames.</summary>
    public void ConfirmOne()
    {
        if (Interlocked.Decrement(ref _unconfirmed) == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>Waits for the end; one who stops waiting gives it up.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        try
        {
            await _done.Task.WaitAsync(ct);
        }
        finally
        {
            IsAbandoned = true;
        }
    }

    /// <summary>The process ends before the broker could take it.</summary>
    public void Cancel() => _done.TrySetCanceled();
}
