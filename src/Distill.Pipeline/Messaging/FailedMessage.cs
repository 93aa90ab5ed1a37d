using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Distill.Pipeline.Messaging;

/// <summary>A message that the bus has given up on.</summary>
/// <param name="Id">What it is called by.</param>
/// <param name="Queue">The queue that it goes back to.</param>
/// <param name="Job">The job that it is about; null where it names none.</param>
/// <param name="Why">What it failed with, in one sentence.</param>
/// <param name="Time">When it failed, UTC; null where nobody noted it.</param>
public sealed record FailedMessage(string Id, string Queue, string? Job, string Why, DateTimeOffset? Time)
{
    private const int LongestWhy = 400;

    internal static FailedMessage Of(string queue, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var why = Header(properties, "MT-Fault-Message") ?? (Header(properties, "MT-Reason") is { } reason ? $"No worker took it: {reason}." : "Nobody noted why.");
        return new(
            IdOf(properties, body), queue, JobOf(body), why.Length <= LongestWhy ? why : why[..LongestWhy] + "…",
            DateTimeOffset.TryParse(Header(properties, "MT-Fault-Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null);
    }

    /// <summary>The id that the bus gave it, or else one by what it holds.</summary>
    internal static string IdOf(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body) =>
        properties.MessageId is { Length: > 0 } id ? id : Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 16));

    private static string? Header(IReadOnlyBasicProperties properties, string name) => properties.Headers?.TryGetValue(name, out var value) is true
        ? value switch { byte[] text => Encoding.UTF8.GetString(text), string text => text, _ => null }
        : null;

    // The envelope of the bus, as far as it is one.
    private static string? JobOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            return envelope.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
                && message.TryGetProperty("job", out var job) && job.ValueKind == JsonValueKind.String ? job.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
