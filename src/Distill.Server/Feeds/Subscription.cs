using System.Threading.Channels;

namespace Distill.Server.Feeds;

/// <summary>One listener of a feed. One that falls far behind is let go of; it connects again and is sent what it missed.</summary>
internal sealed class Subscription(Action<Subscription> leave) : IDisposable
{
    private const int MostWaiting = 4096;

    private readonly Channel<Message> _waiting = Channel.CreateBounded<Message>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>What has come and is not taken.</summary>
    public ChannelReader<Message> Messages => _waiting.Reader;

    /// <summary>What was missed, to be sent first.</summary>
    public required IReadOnlyList<Message> Missed { get; init; }

    public void Send(Message message)
    {
        if (!_waiting.Writer.TryWrite(message))
        {
            End();
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End() => _waiting.Writer.TryComplete();

    public void Dispose() => leave(this);
}
