using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Distill.Pipeline.Messaging;
using Microsoft.Extensions.Logging;

namespace Distill.Pipeline.LabelStreams;

/// <summary>
/// Sends chunks of all label sets of a process over one connection, many at once, until the broker has confirmed each: however long
/// it is away, and over however many connections.
/// </summary>
/// <param name="connections">Where it gets its connections.</param>
/// <param name="worker">Who this is, written into every frame.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of interruptions.</param>
internal sealed class LabelStreamPublisher(BrokerConnection connections, string worker, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly OutgoingQueue _queue = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _sending;
    private PublishSession? _session;
    private long _confirmedBefore;

    /// <summary>Appends a chunk; returns when the broker has it.</summary>
    public Task AppendAsync(string fingerprint, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        Span<byte> attempt = stackalloc byte[16];
        RandomNumberGenerator.Fill(attempt);
        return SendAsync(new(fingerprint, worker, view, chunk, MemoryMarshal.Read<UInt128>(attempt), bytes), ct);
    }

    /// <summary>Marks the end of a stream with a barrier; returns when the broker has it.</summary>
    public Task MarkAsync(string fingerprint, UInt128 barrier, CancellationToken ct) =>
        SendAsync(new(fingerprint, worker, view: -1, chunk: -1, barrier, ReadOnlyMemory<byte>.Empty), ct);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_sending is { } running)
        {
            await running;
        }

        lock (_gate)
        {
            while (_queue.Take() is { } frame)
            {
                frame.Append.Cancel();
            }
        }

        _stop.Dispose();
    }

    private async Task SendAsync(LabelAppend append, CancellationToken ct)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            _sending ??= Task.Run(KeepSendingAsync, CancellationToken.None);
            _queue.Add(append);
        }

        await append.WaitAsync(ct);
    }

    private Task KeepSendingAsync() =>
        new BrokerSessions("Appending labels", time, log).KeepAsync(
            ct =>
            {
                _confirmedBefore += _session?.Confirmed ?? 0;
                _session = new(_queue, time, log);
                return _session.RunAsync(connections, ct);
            },
            () => _confirmedBefore + (_session?.Confirmed ?? 0),
            _stop.Token);
}
