using Distill.Pipeline.Messaging;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Distill.Pipeline.LabelStreams;

/// <summary>Sends over one channel until something goes wrong; what the broker has not confirmed by then is put back.</summary>
/// <param name="queue">What is to be sent.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when the broker refuses for a while.</param>
internal sealed class PublishSession(OutgoingQueue queue, TimeProvider time, ILogger log)
{
    /// <summary>A broker that has neither taken nor confirmed anything for so long is given up, unless it said that it is blocked.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly BasicProperties s_persistent = new() { DeliveryMode = DeliveryModes.Persistent };

    private readonly ConfirmWindow _window = new(time);
    private readonly HashSet<string> _declared = [];

    // Of this session alone: a sending that was given up may still be reading it.
    private readonly byte[] _frame = new byte[LabelStreamFrame.MostBytes];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isBlocked;

    /// <summary>Messages that the broker has confirmed.</summary>
    public long Confirmed => _window.Confirmed;

    /// <summary>Sends until it fails.</summary>
    public async Task RunAsync(BrokerConnection connections, CancellationToken ct)
    {
        var connection = await connections.GetAsync(ct);
        connection.ConnectionBlockedAsync += OnBlockedAsync;
        connection.ConnectionUnblockedAsync += OnUnblockedAsync;
        connection.ConnectionShutdownAsync += OnShutdownAsync;
        try
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), ct);
            channel.BasicAcksAsync += OnConfirmAsync;
            channel.BasicNacksAsync += (_, _) => FailAsync("the broker could not store a message");
            channel.BasicReturnAsync += (_, returned) => FailAsync($"the broker has no stream {returned.RoutingKey}");
            channel.ChannelShutdownAsync += OnShutdownAsync;
            using var look = time.CreateTimer(_ => queue.Ring(), null, s_look, s_look);
            while (true)
            {
                await StepAsync(connection, channel, ct);
            }
        }
        finally
        {
            // Seen, so that nobody takes it for a failure that was overlooked.
            _ = _failed.Task.Exception;
            queue.PutBack(_window.Close());
            await connections.DropAsync(connection);
        }
    }

    private async Task StepAsync(IConnection connection, IChannel channel, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_failed.Task.IsFaulted)
        {
            await _failed.Task;
        }

        if (!_isBlocked && _window.HasRoom && queue.Take() is { } frame)
        {
            await SendAsync(connection, channel, frame, ct);
        }
        else if (!_isBlocked && _window.Silence > Patience)
        {
            throw new TimeoutException($"the broker has confirmed nothing for {Patience.TotalSeconds:F0} s");
        }
        else
        {
            await queue.SleepAsync(ct);
        }
    }

    private async Task SendAsync(IConnection connection, IChannel channel, OutgoingFrame frame, CancellationToken ct)
    {
        var stream = frame.Append.Stream;
        if (!_declared.Contains(stream))
        {
            try
            {
                await LabelStream.EnsureAsync(connection, stream, ct);
                _declared.Add(stream);
            }
            catch
            {
                queue.PutBack([frame]);
                throw;
            }
        }

        var length = frame.Append.Write(frame.Index, _frame);
        _window.Add(frame, length);

        // Without a token: one that is cancelled spoils the channel. It may also hang for good after the broker was lost.
        var sending = channel.BasicPublishAsync("", stream, mandatory: true, s_persistent, _frame.AsMemory(0, length), CancellationToken.None);
        if (sending.IsCompletedSuccessfully)
        {
            return;
        }

        var sent = sending.AsTask();
        while (!sent.IsCompleted)
        {
            try
            {
                await await Task.WhenAny(sent, _failed.Task).WaitAsync(Patience, time, ct);
            }
            catch (TimeoutException) when (_isBlocked)
            {
                // It said that it would take its time.
            }
        }

        await sent;
    }

    private Task OnConfirmAsync(object sender, BasicAckEventArgs confirm)
    {
        // A returned message is confirmed, too; the return comes first.
        if (!_failed.Task.IsFaulted && _window.Confirm(confirm.DeliveryTag, confirm.Multiple))
        {
            queue.Ring();
        }

        return Task.CompletedTask;
    }

    private Task OnBlockedAsync(object sender, ConnectionBlockedEventArgs blocked)
    {
        _isBlocked = true;
        LabelStreamEvents.Blocked(log, blocked.Reason);
        return Task.CompletedTask;
    }

    private Task OnUnblockedAsync(object sender, AsyncEventArgs unblocked)
    {
        _isBlocked = false;
        LabelStreamEvents.Unblocked(log);
        queue.Ring();
        return Task.CompletedTask;
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs shutdown) => FailAsync($"the connection was lost: {shutdown.ReplyText}");

    private Task FailAsync(string reason)
    {
        _failed.TrySetException(new IOException(reason));
        queue.Ring();
        return Task.CompletedTask;
    }
}
