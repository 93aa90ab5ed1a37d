using RabbitMQ.Client;

namespace Distill.Pipeline.Messaging;

/// <summary>A connection that several share: whoever asks after it was lost makes the next one.</summary>
/// <param name="address">The broker.</param>
/// <param name="name">What operators see as its name.</param>
internal sealed class BrokerConnection(BrokerAddress address, string name) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private IConnection? _current;

    /// <summary>An open connection.</summary>
    public async Task<IConnection> GetAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_current is not { IsOpen: true })
            {
                await CloseAsync();
                _current = await address.ConnectionFactory(name).CreateConnectionAsync(ct);
            }

            return _current;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives up a connection that does not answer, unless somebody did so before.</summary>
    public async Task DropAsync(IConnection connection)
    {
        await _turn.WaitAsync();
        try
        {
            if (ReferenceEquals(connection, _current))
            {
                await CloseAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _turn.Dispose();
    }

    private async Task CloseAsync()
    {
        if (_current is { } old)
        {
            _current = null;
            // Tells the broker when that is quick, and never throws.
            await old.AbortAsync(s_patience);
            await old.DisposeAsync();
        }
    }
}
