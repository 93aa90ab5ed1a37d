namespace Distill.Pipeline.LabelStreams;

/// <summary>The messages of one channel that the broker has not confirmed yet, bounded by number and bytes. Thread-safe.</summary>
/// <param name="time">Clock that tells how long the broker has been silent.</param>
internal sealed class ConfirmWindow(TimeProvider time)
{
    /// <summary>Unconfirmed messages at most; a power of two.</summary>
    public const int MostFrames = 128;

    /// <summary>Unconfirmed bytes at which no more is sent.</summary>
    public const long MostBytes = 16 << 20;

    private readonly Lock _gate = new();
    private readonly (OutgoingFrame Frame, int Length, bool IsOpen)[] _slots = new (OutgoingFrame, int, bool)[MostFrames];

    // The broker counts a channel's messages from 1.
    private ulong _first = 1;
    private ulong _next = 1;
    private long _bytes;
    private long _confirmed;
    private long _lastNews = time.GetTimestamp();
    private bool _isClosed;

    /// <summary>Whether one more message may be sent.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return HasRoom_NeedsLock;
            }
        }
    }

    /// <summary>Messages that were confirmed.</summary>
    public long Confirmed => Interlocked.Read(ref _confirmed);

    /// <summary>How long the broker has owed a confirm without giving any; zero when it owes none.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
            {
                return _next == _first ? TimeSpan.Zero : time.GetElapsedTime(_lastNews);
            }
        }
    }

    private bool HasRoom_NeedsLock => _next - _first < MostFrames && _bytes < MostBytes;

    /// <summary>Notes the next message, before it is sent: its confirm may come before the sending returns.</summary>
    public void Add(OutgoingFrame frame, int length)
    {
        lock (_gate)
        {
            if (_next == _first)
            {
                _lastNews = time.GetTimestamp();
            }

            _slots[_next++ % MostFrames] = (frame, length, true);
            _bytes += length;
        }
    }

    /// <summary>Takes a confirm of the broker: of one message, or of all up to it. True when this made room where there was none.</summary>
    public bool Confirm(ulong tag, bool multiple)
    {
        lock (_gate)
        {
            if (_isClosed || tag < _first || tag >= _next)
            {
                return false;
            }

            var wasFull = !HasRoom_NeedsLock;
            for (var one = multiple ? _first : tag; one <= tag; one++)
            {
                ref var slot = ref _slots[one % MostFrames];
                if (slot.IsOpen)
                {
                    slot.Frame.Append.ConfirmOne();
                    _bytes -= slot.Length;
                    _confirmed++;
                    slot = default;
                }
            }

            while (_first < _next && !_slots[_first % MostFrames].IsOpen)
            {
                _first++;
            }

            _lastNews = time.GetTimestamp();
            return wasFull && HasRoom_NeedsLock;
        }
    }

    /// <summary>Takes no more confirms, and gives what lacks one in the order of sending.</summary>
    public IReadOnlyList<OutgoingFrame> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            List<OutgoingFrame> unconfirmed = [];
            for (var one = _first; one < _next; one++)
            {
                if (_slots[one % MostFrames] is { IsOpen: true, Frame: var frame })
                {
                    unconfirmed.Add(frame);
                }
            }

            return unconfirmed;
        }
    }
}
