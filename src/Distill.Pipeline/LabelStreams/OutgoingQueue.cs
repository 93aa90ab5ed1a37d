using System.Threading.Channels;

namespace Distill.Pipeline.LabelStreams;

/// <summary>What waits to be sent, and the bell that wakes the sender for this and every other reason.</summary>
internal sealed class OutgoingQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<OutgoingFrame> _frames = [];
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Puts all frames of an append behind the others.</summary>
    public void Add(LabelAppend append)
    {
        lock (_gate)
        {
            for (var index = 0; index < append.Count; index++)
            {
                _frames.AddLast(new OutgoingFrame(append, index));
            }
        }

        Ring();
    }

    /// <summary>Puts frames that have to be sent again before all others.</summary>
    public void PutBack(IReadOnlyList<OutgoingFrame> frames)
    {
        lock (_gate)
        {
            foreach (var frame in frames.Reverse())
            {
                _frames.AddFirst(frame);
            }
        }
    }

    /// <summary>The next frame that somebody still waits for, or <see langword="null"/>.</summary>
    public OutgoingFrame? Take()
    {
        lock (_gate)
        {
            while (_frames.First is { Value: var frame })
            {
                _frames.RemoveFirst();
                if (!frame.Append.IsAbandoned)
                {
                    return frame;
                }
            }

            return null;
        }
    }

    /// <summary>Wakes the sender, or keeps it from falling asleep.</summary>
    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>Sleeps until the bell rings; one ring before counts.</summary>
    public ValueTask<bool> SleepAsync(CancellationToken ct) => _bell.Reader.ReadAsync(ct);
}
