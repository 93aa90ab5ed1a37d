using Distill.Labels;
using Distill.Pipeline.Messaging;
using Microsoft.Extensions.Logging;

namespace Distill.Pipeline.LabelStreams;

/// <summary>
/// Keeps a mirror of one label stream up to date from its creation to its end, over however many connections. Readers of the mirror
/// notice nothing of a connection that was lost, a subscription that the broker ended, or a stream that was trimmed or made anew.
/// </summary>
internal sealed class LabelMirrorFeed : IAsyncDisposable
{
    /// <summary>When nothing at all came for so long, although something must, the stream is read from its start again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>So often a subscription has to prove that it is alive.</summary>
    public static readonly TimeSpan Proof = TimeSpan.FromMinutes(5);

    private readonly string _fingerprint;
    private readonly BrokerConnection _connections;
    private readonly LabelStreamPublisher _publisher;
    private readonly Func<CancellationToken, Task> _isRead;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly LabelMirror _mirror;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _feeding;
    private LabelSubscription? _current;
    private bool _hasBegun;

    public LabelMirrorFeed(
        string fingerprint, string folder, BrokerConnection connections, LabelStreamPublisher publisher, Func<CancellationToken, Task> isRead, TimeProvider time, ILogger log)
    {
        (_fingerprint, _connections, _publisher, _isRead, _time, _log) = (fingerprint, connections, publisher, isRead, time, log);
        _mirror = new(fingerprint, folder);
        var sessions = new BrokerSessions($"Reading the stream {Stream}", time, log);
        _feeding = Task.Run(() => sessions.KeepAsync(FeedAsync, () => _mirror.Received, _stop.Token));
    }

    private string Stream => LabelStream.NameOf(_fingerprint);

    /// <summary>What is known and what is to come.</summary>
    public IAsyncEnumerable<LabelLogEntry> ReadAsync(long fromOffset, CancellationToken ct) => _mirror.ReadAsync(fromOffset, ct);

    /// <summary>The mirror's end, when everything is in it that the stream held at the moment of asking.</summary>
    public async Task<long> TailAsync(CancellationToken ct)
    {
        var (barrier, met) = _mirror.NewBarrier();
        await _publisher.MarkAsync(_fingerprint, barrier, ct);
        while (true)
        {
            var received = _mirror.Received;
            try
            {
                return await met.WaitAsync(Patience, _time, ct);
            }
            catch (TimeoutException) when (_mirror.Received == received && Volatile.Read(ref _current) is { } silent && silent.Age >= Patience)
            {
                // An offset beyond the end of a new stream is waited for in silence; so is a consumer that the broker forgot.
                await silent.EndAsync(new StreamChangedException());
            }
            catch (TimeoutException)
            {
                // There is much to read, or no connection.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feeding;
        _stop.Dispose();
        _mirror.Dispose();
    }

    private async Task FeedAsync(CancellationToken ct)
    {
        if (_hasBegun)
        {
            // A stream that was removed would be made again, for nobody.
            await _isRead(ct);
        }

        _hasBegun = true;
        var connection = await _connections.GetAsync(ct);
        await LabelStream.EnsureAsync(connection, Stream, ct);
        var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        var subscription = new LabelSubscription(channel, _mirror, _time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await subscription.BeginAsync(Stream, ct);
            Volatile.Write(ref _current, subscription);
            await await Task.WhenAny(subscription.Ended, ProveAsync(over.Token));
        }
        catch (StreamChangedException)
        {
            LabelStreamEvents.StreamChanged(_log, Stream);
            _mirror.ForgetPlace();
            throw;
        }
        finally
        {
            Volatile.Write(ref _current, null);
            await over.CancelAsync();
            await subscription.EndAsync(new OperationCanceledException(ct));
            await CloseAsync(channel, connection);
        }
    }

    // Barriers of the subscription's own, so that something arrives even when nobody appends.
    private async Task ProveAsync(CancellationToken over)
    {
        while (true)
        {
            await TailAsync(over);
            await Task.Delay(Proof, _time, over);
        }
    }

    private async Task CloseAsync(RabbitMQ.Client.IChannel channel, RabbitMQ.Client.IConnection connection)
    {
        try
        {
            await channel.DisposeAsync().AsTask().WaitAsync(Patience, _time);
        }
        catch (TimeoutException)
        {
            await _connections.DropAsync(connection);
        }
    }
}
