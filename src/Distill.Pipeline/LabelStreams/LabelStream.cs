using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Distill.Pipeline.LabelStreams;

/// <summary>The broker's stream of one label set.</summary>
internal static class LabelStream
{
    // Without a limit: nothing may be trimmed before it is archived.
    private static readonly Dictionary<string, object?> s_arguments = new() { ["x-queue-type"] = "stream" };

    /// <summary>What operators see.</summary>
    public static string NameOf(string fingerprint) => $"distill.labels.{fingerprint}";

    /// <summary>Makes the stream where it is missing. One that an operator made with other arguments is used as it is.</summary>
    public static async Task EnsureAsync(IConnection connection, string name, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, s_arguments, cancellationToken: ct);
        }
        catch (OperationInterruptedException refusal) when (refusal.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
        {
            // It exists, which is all that was asked for.
        }
    }

    /// <summary>Removes the stream and all that is in it; nothing happens where there is none.</summary>
    public static async Task DeleteAsync(IConnection connection, string name, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await channel.QueueDeleteAsync(name, cancellationToken: ct);
    }
}
