using Distill.Pipeline.Jobs;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Distill.Pipeline.Messaging;

/// <summary>What a person sees of the queues, and does with messages that failed. Asks the broker alone; its management plugin is not needed.</summary>
public sealed class QueueDesk : IAsyncDisposable
{
    // The names that the bus gives to where it puts what it cannot handle.
    private static readonly string[] s_failed = ["_error", "_skipped"];

    private readonly BrokerAddress _address;
    private readonly BrokerConnection _broker;
    private readonly JobStore _jobs;
    private readonly WorkerRegistry _workers;

    /// <param name="broker">The broker.</param>
    /// <param name="jobs">The jobs whose work may be queued.</param>
    /// <param name="workers">The workers that may listen.</param>
    public QueueDesk(BrokerAddress broker, JobStore jobs, WorkerRegistry workers)
    {
        _broker = new BrokerConnection(broker, "distill queues");
        (_address, _jobs, _workers) = (broker, jobs, workers);
    }

    /// <summary>Every queue that there is for the kinds of machines that jobs and workers name.</summary>
    /// <exception cref="BrokerAddressException">The broker cannot be reached.</exception>
    public async Task<IReadOnlyList<QueueDepth>> ListAsync(CancellationToken ct)
    {
        var depths = new List<QueueDepth>();
        await ReachAsync(ct);
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

    /// <summary>The failed messages of all queues, in their order.</summary>
    /// <remarks>
    /// A queue shows a message only to who takes it, and a message that is handed back counts as delivered once more; so each is put at the end of its
    /// queue and taken from the beginning, until all have been seen.
    /// </remarks>
    public async Task<IReadOnlyList<FailedMessage>> LookAsync(CancellationToken ct)
    {
        var found = new List<FailedMessage>();
        await PassAsync((queue, message) =>
        {
            found.Add(FailedMessage.Of(queue, message.BasicProperties, message.Body));
            return Fate.Stays;
        }, ct);
        return found;
    }

    /// <summary>Puts failed messages back where they came from.</summary>
    /// <param name="id">The one that is meant; null for all.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>How many there were.</returns>
    public Task<int> RetryAsync(string? id, CancellationToken ct) => PassAsync((_, message) => IsMeant(id, message) ? Fate.IsRetried : Fate.Stays, ct);

    /// <summary>Removes failed messages. Their jobs lose nothing that the store holds; what is missing is sent for again.</summary>
    /// <param name="id">The one that is meant; null for all.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>How many there were.</returns>
    public Task<int> DiscardAsync(string? id, CancellationToken ct) => PassAsync((_, message) => IsMeant(id, message) ? Fate.IsDiscarded : Fate.Stays, ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    private static bool IsMeant(string? id, BasicGetResult message) => id is null || FailedMessage.IdOf(message.BasicProperties, message.Body) == id;

    private async Task<int> PassAsync(Func<string, BasicGetResult, Fate> decide, CancellationToken ct)
    {
        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        await ReachAsync(ct);
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
                    var fate = decide(depth.Name, message);
                    // Put back first and taken away second: a crash in between leaves it twice, and all work bears that.
                    if (fate != Fate.IsDiscarded)
                    {
                        var queue = fate == Fate.IsRetried ? depth.Name : depth.Name + suffix;
                        await channel.BasicPublishAsync("", queue, mandatory: true, Copy(message.BasicProperties, withFault: fate == Fate.Stays), message.Body, ct);
                    }
                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
                    count += fate == Fate.Stays ? 0 : 1;
                }
            }
        }
        return count;
    }

    // Headers of the broker and of its client belong to the delivery, those of the fault to the failure.
    private static BasicProperties Copy(IReadOnlyBasicProperties failed, bool withFault) => new(failed)
    {
        Headers = failed.Headers?.Where(header => !header.Key.StartsWith("x-", StringComparison.Ordinal) && (withFault || !header.Key.StartsWith("MT-Fault", StringComparison.Ordinal))).ToDictionary(),
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

    // Whoever asks is told that the broker is away, and not what its client makes of it.
    private async Task ReachAsync(CancellationToken ct)
    {
        try
        {
            await _broker.GetAsync(ct);
        }
        catch (Exception refusal) when (BrokerAddress.IsAway(refusal))
        {
            throw _address.Away(refusal);
        }
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

    private enum Fate
    {
        Stays,
        IsRetried,
        IsDiscarded,
    }
}
