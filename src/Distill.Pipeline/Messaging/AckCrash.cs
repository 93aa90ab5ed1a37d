using MassTransit;

namespace Distill.Pipeline.Messaging;

/// <summary>The crash point right after a chunk's task has been acknowledged.</summary>
internal sealed class AckCrash : IReceiveObserver
{
    /// <summary>The point's name.</summary>
    public const string Name = "chunk-acked";

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        if (context.InputAddress.AbsolutePath.Contains($"{QueueName.Prefix}teach", StringComparison.Ordinal))
        {
            CrashPoint.Pass(Name);
        }
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
