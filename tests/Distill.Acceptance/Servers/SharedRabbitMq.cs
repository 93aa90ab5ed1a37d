using Distill.Acceptance.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedRabbitMq))]

namespace Distill.Acceptance.Servers;

/// <summary>
/// One node for all tests that neither stop nor configure it: a constructor parameter of the test class. It starts at the first
/// question. Tests use names or a virtual host of their own.
/// </summary>
public sealed class SharedRabbitMq : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private RabbitMqServer? _server;

    /// <summary>The node; the calling test is skipped where RabbitMQ is not installed.</summary>
    internal async Task<RabbitMqServer> GetAsync(CancellationToken ct)
    {
        await _starting.WaitAsync(ct);
        try
        {
            return _server ??= await RabbitMqServer.StartAsync(ct);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
