using MassTransit;

namespace Distill.Pipeline.Messaging;

/// <summary>
/// The bus that commands and events leave by. Over a broker it is one of its own: a bus that has lost its broker waits for its consumers
/// before it connects again, so a consumer that waited for that same bus to send would keep both waiting for ever.
/// </summary>
/// <param name="bus">The bus to send with.</param>
/// <param name="own">The same, where nobody else starts and stops it; else null.</param>
internal sealed class Courier(IBus bus, IBusControl? own)
{
    /// <summary>The bus to send with.</summary>
    public IBus Bus => bus;

    /// <summary>A bus without consumers.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="worker">Who sends, for operators.</param>
    public static Courier Of(BrokerAddress broker, string worker)
    {
        var own = MassTransit.Bus.Factory.CreateUsingRabbitMq(transport => transport.Reach(broker, $"{worker}: sending"));
        return new(own, own);
    }

    /// <summary>Connects.</summary>
    public Task StartAsync(CancellationToken ct) => own?.StartAsync(ct) ?? Task.CompletedTask;

    /// <summary>Ends the connection.</summary>
    public Task StopAsync(CancellationToken ct) => own?.StopAsync(ct) ?? Task.CompletedTask;
}
