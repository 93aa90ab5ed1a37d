using Distill.Pipeline.Jobs;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Distill.Pipeline.Messaging;

/// <summary>What a person sees of the queues, and does with messages that failed. Asks the broker alone; its management plugin is not needed.</summary>
public sealed class QueueDesk : IAsyncDisposable
{
    // The names that the bus gives to where it puts what it cannot handle.
    private static readonly string[] s_failed = ["_error", "_skipped"];

    private readonly BrokerConnection _broker;
    private readonly JobStore _jobs;
    private readonly WorkerRegistry _workers;

    /// <param name="broker">The broker.</param>
    /// <param name="jobs">The jobs whose work may be queued.</param>
    /// <param name="workers">The workers that may listen.</param>
    public QueueDesk(BrokerAddress broker, JobStore jobs, WorkerRegistry workers)
    {
        _broker = new BrokerConnection(broker, "distill queues");
        (_jobs, _workers) = (jobs, workers);
    }

    /// <summary>Every queue that there is for the kinds of machines that jobs and workers name.</summary>
    public async Task<IReadOnlyList<QueueDepth>> ListAsync(CancellationToken ct)
    {
        var depths = new List<QueueDepth>();
        foreach (var name in await NamesAsync(ct))
        {
            if (await AskAsync(name, ct) is { } queue)
            {
                var failed = 0L;
                foreach (var suffix in s_failed)
                {
                    failed += (await AskAsync(name + suffix, ct))?.MessageCount ?? 0;
                }
                depths.Add(new QueueDepth(name, queue.MessageCount, queue.ConsumerCount, failed));
            }
        }
        return depths;
    }

    /// <summary>Puts the failed messages of all queues back where they came from.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> RetryAsync(CancellationToken ct) => EmptyAsync(async (channel, queue, message) =>
        await channel.BasicPublishAsync(queue, "", mandatory: true, Fresh(message.BasicProperties), message.Body, ct), ct);

    /// <summary>Removes the failed messages of all queues. Their jobs lose nothing that the store holds; what is missing is sent for again.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> DiscardAsync(CancellationToken ct) => EmptyAsync((_, _, _) => Task.CompletedTask, ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    private async Task<int> EmptyAsync(Func<IChannel, string, BasicGetResult, Task> handle, CancellationToken ct)
    {
        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        await using var channel = await (await _broker.GetAsync(ct)).CreateChannelAsync(options, ct);
        var count = 0;
        foreach (var depth in await ListAsync(ct))
        {
            foreach (var suffix in s_failed)
            {
                for (var left = (await AskAsync(depth.Name + suffix, ct))?.MessageCount ?? 0; left > 0; left--)
                {
                    if (await channel.BasicGetAsync(depth.Name + suffix, autoAck: false, ct) is not { } message)
                    {
                        break;
                    }
                    // Put back first and taken away second: a crash in between leaves it twice, and all work bears that.
                    await handle(channel, depth.Name, message);
                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
                    count++;
                }
            }
        }
        return count;
    }

    private static BasicProperties Fresh(IReadOnlyBasicProperties failed) => new()
    {
        ContentType = failed.ContentType,
        DeliveryMode = DeliveryModes.Persistent,
        MessageId = failed.MessageId,
        Headers = failed.Headers?.Where(header => !header.Key.StartsWith("MT-Fault", StringComparison.Ordinal)).ToDictionary(),
    };

    private async Task<IReadOnlyList<string>> NamesAsync(CancellationToken ct)
    {
        var routes = new HashSet<string>(StringComparer.Ordinal) { Routes.Any };
        foreach (var worker in await _workers.ListAsync(ct))
        {
            routes.Add(worker.Route);
        }
        await foreach (var record in _jobs.ListAsync(ct))
        {
            if (!record.IsFinal && await _jobs.ReadAsync<JobPlan>(JobStore.PathOf(record.Name, "plan.json"), ct) is { } plan)
            {
                routes.Add(plan.Value.Student.Route);
            }
        }
        return [.. WorkKind.All.SelectMany(kind => routes.SelectMany(route => kind.Queues(route, ProtocolVersions.Spoken))).Select(queue => queue.ToString()).Distinct(), QueueName.Faults, QueueName.Dead];
    }

    // A question about a queue that is not there costs the channel, so each gets its own.
    private async Task<QueueDeclareOk?> AskAsync(string queue, CancellationToken ct)
    {
        await using var channel = await (await _broker.GetAsync(ct)).CreateChannelAsync(cancellationToken: ct);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, ct);
        }
        catch (OperationInterruptedException absent) when (absent.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }
}
