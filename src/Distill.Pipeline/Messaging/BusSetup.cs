using Distill.Artifacts;
using Distill.Pipeline.Progress;
using Distill.Pipeline.Workers;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Pipeline.Messaging;

/// <summary>Which queue leads to which worker, the same for every transport.</summary>
internal static class BusSetup
{
    private const int Retries = 2;
    private const int TransientRetries = 500;
    private const int Fillers = 4;
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    /// <summary>Adds the bus.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="worker">Who this process is.</param>
    /// <param name="broker">The broker; null for a bus that ends at this process.</param>
    /// <param name="protocols">The versions of the protocol that it takes work of.</param>
    /// <param name="slots">Teaching slots of this process.</param>
    /// <param name="trainers">Runs that this process trains at most side by side.</param>
    public static void AddBus(this IServiceCollection services, WorkerIdentity worker, BrokerAddress? broker, ProtocolVersions protocols, int slots, int trainers) => services.AddMassTransit(bus =>
    {
        // MassTransit 8.5 reports usage over the network unless told not to.
        bus.DisableUsageTelemetry();
        bus.AddConsumer<JobPreparer>();
        bus.AddConsumer<LabelPreparer>();
        bus.AddConsumer<TeacherWorker>();
        bus.AddConsumer<Verifier>();
        bus.AddConsumer<Trainer>();
        bus.AddConsumer<LabelFiller>();
        bus.AddConsumer<JobReporter>();
        bus.AddConsumer<FaultReporter>();
        bus.AddConsumer<DeadLetterReporter>();
        bus.AddConsumer<Cancellation>();
        bus.AddConsumer<MemoryReturn.Listener>();
        bus.AddConsumer<NextJobs>();
        bus.AddConsumer<QuarantineNews>();
        bus.AddConsumer<ProgressBoard.Listener>();
        if (broker is null)
        {
            bus.UsingInMemory((context, transport) => Endpoints(context, worker, protocols, slots, trainers, (name, _, configure) => transport.ReceiveEndpoint(name, configure)));
        }
        else
        {
            bus.UsingRabbitMq((context, transport) =>
            {
                transport.Reach(broker, worker.Id);
                Endpoints(context, worker, protocols, slots, trainers, (name, kind, configure) => transport.ReceiveEndpoint(name, endpoint =>
                {
                    Shape(endpoint, kind);
                    configure(endpoint);
                }));
            });
        }
    });

    /// <summary>Says where the broker is.</summary>
    /// <param name="transport">A bus.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="name">What operators see as the connection's name.</param>
    public static void Reach(this IRabbitMqBusFactoryConfigurator transport, BrokerAddress broker, string name) =>
        transport.Host(broker.Host, (ushort)broker.Port, broker.VirtualHost, name, host =>
        {
            host.Username(broker.UserName);
            host.Password(broker.Password);
            host.MaxMessageSize(BrokerAddress.LargestMessage);
            if (broker.UseTls)
            {
                host.UseSsl(tls => tls.ServerName = broker.Host);
            }
        });

    /// <summary>The queues of commands that a worker listens to.</summary>
    public static IEnumerable<(WorkKind Kind, QueueName Queue)> QueuesOf(WorkerIdentity worker, ProtocolVersions protocols) =>
        from kind in WorkKind.All
        where worker.Roles.HasFlag(kind.Role)
        from queue in kind.Queues(worker.Route, protocols)
        select (kind, queue);

    /// <summary>Every lasting queue that a worker listens to, with what it is declared with.</summary>
    public static IReadOnlyList<(string Queue, IReadOnlyDictionary<string, object?> Arguments)> LastingQueuesOf(WorkerIdentity worker, ProtocolVersions protocols) =>
    [
        .. QueuesOf(worker, protocols).Select(of => (of.Queue.ToString(), QueueArguments.Commands)),
        .. ReportsOf(worker).Select(report => (report.Queue, QueueArguments.Reports)),
    ];

    private static IEnumerable<(string Queue, Action<IReceiveEndpointConfigurator, IRegistrationContext> Consume)> ReportsOf(WorkerIdentity worker)
    {
        if (worker.Roles != WorkerRoles.None)
        {
            yield return (QueueName.Faults, (endpoint, context) => Consume<FaultReporter>(endpoint, context));
            yield return (QueueName.Dead, (endpoint, context) => Consume<DeadLetterReporter>(endpoint, context, isPublished: false));
        }
        if (worker.Roles.HasFlag(WorkerRoles.Student))
        {
            yield return (QueueName.Ends, (endpoint, context) => Consume<NextJobs>(endpoint, context));
        }
    }

    private static void Shape(IRabbitMqReceiveEndpointConfigurator endpoint, EndpointKind kind)
    {
        switch (kind)
        {
            case EndpointKind.Commands:
                Set(QueueArguments.Commands);
                break;
            case EndpointKind.Reports:
                Set(QueueArguments.Reports);
                break;
            default:
                (endpoint.Durable, endpoint.AutoDelete) = (false, true);
                break;
        }

        void Set(IReadOnlyDictionary<string, object?> arguments)
        {
            foreach (var (argument, value) in arguments)
            {
                endpoint.SetQueueArgument(argument, value);
            }
        }
    }

    private static void Endpoints(
        IBusRegistrationContext context, WorkerIdentity worker, ProtocolVersions protocols, int slots, int trainers, Action<string, EndpointKind, Action<IReceiveEndpointConfigurator>> add)
    {
        foreach (var (kind, queue) in QueuesOf(worker, protocols))
        {
            var concurrency = kind.Message switch
            {
                // One more than there are slots: it is prepared while the chunk before it is being confirmed.
                var type when type == typeof(TeachChunk) || type == typeof(VerifyChunk) => slots + 1,
                var type when type == typeof(TrainSegment) => trainers,
                var type when type == typeof(FillLabels) => Fillers,
                _ => 1,
            };
            add(queue.ToString(), EndpointKind.Commands, endpoint => Consume(endpoint, context, ConsumerOf(kind), concurrency));
        }
        foreach (var (queue, consume) in ReportsOf(worker))
        {
            add(queue, EndpointKind.Reports, endpoint => consume(endpoint, context));
        }
        if (worker.Roles != WorkerRoles.None)
        {
            add($"{QueueName.Prefix}worker-{worker.Id}", EndpointKind.Events, endpoint =>
            {
                Consume<Cancellation>(endpoint, context);
                endpoint.ConfigureConsumer<MemoryReturn.Listener>(context);
                endpoint.ConfigureConsumer<QuarantineNews>(context);
            });
        }
        if (worker.Roles == WorkerRoles.None || worker.IsAlone)
        {
            add($"{QueueName.Prefix}watch-{worker.Id}", EndpointKind.Events, endpoint => Consume<ProgressBoard.Listener>(endpoint, context));
        }
    }

    private static Type ConsumerOf(WorkKind kind) => kind.Name switch
    {
        "prepare" => typeof(JobPreparer),
        "check" => typeof(LabelPreparer),
        "teach" => typeof(TeacherWorker),
        "verify" => typeof(Verifier),
        "train" => typeof(Trainer),
        "fill" => typeof(LabelFiller),
        _ => typeof(JobReporter),
    };

    private static void Consume(IReceiveEndpointConfigurator endpoint, IRegistrationContext context, Type consumer, int concurrency)
    {
        // Commands are sent to their queue and never published, so nothing is bound to the type of a message.
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = concurrency;
        endpoint.ConcurrentMessageLimit = concurrency;
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<StoreException>(problem => problem.IsTransient);
            retry.Exponential(TransientRetries, s_shortestPause, s_longestPause, s_shortestPause);
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<StoreException>(problem => problem.IsTransient);
            retry.Ignore<BadMessageException>();
            retry.Immediate(Retries);
        });
        context.ConfigureConsumer(consumer, endpoint);
    }

    private static void Consume<TConsumer>(IReceiveEndpointConfigurator endpoint, IRegistrationContext context, bool isPublished = true)
        where TConsumer : class, IConsumer
    {
        endpoint.ConfigureConsumeTopology = isPublished;
        endpoint.ConcurrentMessageLimit = 1;
        endpoint.UseMessageRetry(retry => retry.Exponential(TransientRetries, s_shortestPause, s_longestPause, s_shortestPause));
        endpoint.ConfigureConsumer<TConsumer>(context);
    }

    private enum EndpointKind
    {
        Commands,
        Reports,
        Events,
    }
}
