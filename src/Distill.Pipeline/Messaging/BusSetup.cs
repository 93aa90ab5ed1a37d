using Distill.Pipeline.Progress;
using Distill.Pipeline.Workers;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Pipeline.Messaging;

/// <summary>Which queue leads to which worker, the same for every transport.</summary>
internal static class BusSetup
{
    private const int Retries = 2;

    /// <summary>Adds the bus with the in-memory transport.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="slots">Teaching slots of this process.</param>
    /// <param name="trainers">Runs that this process trains at most side by side.</param>
    public static void AddInMemoryBus(this IServiceCollection services, int slots, int trainers) => services.AddMassTransit(bus =>
    {
        // MassTransit 8.5 reports usage over the network unless told not to.
        bus.DisableUsageTelemetry();
        bus.AddConsumer<JobPreparer>();
        bus.AddConsumer<TeacherWorker>();
        bus.AddConsumer<Trainer>();
        bus.AddConsumer<JobReporter>();
        bus.AddConsumer<FaultReporter>();
        bus.AddConsumer<ProgressBoard.Listener>();
        bus.UsingInMemory((context, transport) =>
        {
            Queue<JobPreparer>("distill-prepare", 1);
            Queue<TeacherWorker>("distill-teach", slots);
            Queue<Trainer>("distill-train", trainers);
            Queue<JobReporter>("distill-finish", 1);
            Queue<FaultReporter>("distill-faults", 1);
            Queue<ProgressBoard.Listener>("distill-progress", 1);

            void Queue<TWorker>(string name, int concurrency)
                where TWorker : class, IConsumer => transport.ReceiveEndpoint(name, endpoint =>
                {
                    endpoint.PrefetchCount = concurrency;
                    endpoint.ConcurrentMessageLimit = concurrency;
                    endpoint.UseMessageRetry(retry => retry.Immediate(Retries));
                    endpoint.ConfigureConsumer<TWorker>(context);
                });
        });
    });
}
