using System.Text;

namespace Distill.Server.Feeds;

/// <summary>One server-sent event as it goes over the wire: encoded once, however many listen.</summary>
/// <param name="Id">What a client that connects again names as the last one it saw; null for a mere state, which is sent anew.</param>
/// <param name="Frame">Its bytes.</param>
internal sealed record Message(string? Id, ReadOnlyMemory<byte> Frame)
{
    /// <summary>Keeps a quiet connection alive.</summary>
    public static readonly ReadOnlyMemory<byte> Pulse = ": still here\n\n"u8.ToArray();

    public static Message Of<T>(string name, T data, string? id = null)
    {
        var head = id is null ? $"event: {name}\ndata: " : $"id: {id}\nevent: {name}\ndata: ";
        return new Message(id, (byte[])[.. Encoding.UTF8.GetBytes(head), .. Answers.Line(data), .. "\n\n"u8]);
    }
}
