using Distill.Pipeline.Jobs;
using MassTransit;
using Polly;
using RabbitMQ.Client.Exceptions;

namespace Distill.Pipeline.Messaging;

/// <summary>Sends commands to the queues of their work. A broker that is away delays a command; the command is then sent again, perhaps twice.</summary>
internal sealed class CommandSender(Courier courier, IQueueTopology topology, TimeProvider time)
{
    // The bus may wait for ever for a broker that blocks or restarts, whatever its token says; so each attempt has a limit of ours.
    private readonly ResiliencePipeline _patience = Patience.With(time, attempt: TimeSpan.FromSeconds(10), retries: int.MaxValue);

    /// <summary>Sends; returns when the broker has it.</summary>
    /// <param name="message">The command.</param>
    /// <param name="route">Kind of machine that must do it, where that matters.</param>
    /// <param name="priority">Priority of its job.</param>
    /// <param name="protocol">Version of the protocol that its job was submitted in.</param>
    /// <param name="ct">Gives up.</param>
    public async Task SendAsync<T>(T message, string route, JobPriority priority, int protocol, CancellationToken ct)
        where T : class, IJobMessage
    {
        var queue = WorkKind.Of<T>().Queue(route, priority, protocol);
        await _patience.ExecuteAsync(async token =>
        {
            await topology.DeclareAsync(queue, token);
            var endpoint = await courier.Bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
            await endpoint.Send(message, CancellationToken.None).WaitAsync(token);
        }, ct);
    }

    /// <summary>Tells whoever listens; nobody may. Given up soon, because an event is only a convenience.</summary>
    public async Task TellAsync<T>(T change)
        where T : class
    {
        try
        {
            await courier.Bus.Publish(change).WaitAsync(TimeSpan.FromSeconds(5), time);
        }
        catch (Exception away) when (away is TimeoutException or MassTransitException or RabbitMQClientException or IOException or OperationCanceledException)
        {
            // The broker is away; who follows the job reads the store as well.
        }
    }
}
