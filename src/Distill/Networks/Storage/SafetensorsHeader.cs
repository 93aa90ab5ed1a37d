using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distill.Networks;

/// <summary>The header of a safetensors file: reading it means proving that every byte of the file belongs to one tensor.</summary>
/// <param name="Entries">The tensors in the order of their bytes.</param>
/// <param name="Metadata">The notes of the writer.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    private const string MetadataKey = "__metadata__";

    /// <summary>The limit of the reference implementation; a longer header is an attack or no safetensors file.</summary>
    private const long LongestHeader = 100_000_000;

    public static byte[] Write(Weights weights, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WritePropertyName(MetadataKey);
                JsonSerializer.Serialize(json, new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal));
            }

            var begin = 0L;
            foreach (var (name, tensor) in weights)
            {
                var end = begin + (long)tensor.Values.Length * sizeof(float);
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WritePropertyName("shape");
                JsonSerializer.Serialize(json, tensor.Shape);
                json.WritePropertyName("data_offsets");
                JsonSerializer.Serialize(json, new[] { begin, end });
                json.WriteEndObject();
                begin = end;
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public static SafetensorsHeader Read(Stream stream, string source)
    {
        var available = stream.Length - stream.Position;
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (available < prefix.Length)
        {
            throw Broken(source, $"has only {available} bytes, fewer than the length of a header takes");
        }

        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        available -= prefix.Length;
        if (length > (ulong)Math.Min(available, LongestHeader))
        {
            throw Broken(source, $"claims a header of {length} bytes, but {available} follow and at most {LongestHeader} are allowed");
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        return Parse(header, available - header.Length, source);
    }

    private static SafetensorsHeader Parse(byte[] header, long dataBytes, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var metadata = new Dictionary<string, string>();
            var entries = new List<SafetensorsEntry>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                {
                    metadata = property.Value.EnumerateObject().ToDictionary(note => note.Name, note => note.Value.GetString() ?? "");
                }
                else
                {
                    entries.Add(ParseEntry(property, source));
                }
            }

            entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
            CheckCover(entries, dataBytes, source);
            return new SafetensorsHeader(entries, metadata);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Broken(source, "has a header that is not the JSON of a safetensors file, or names a tensor twice", problem);
        }
    }

    private static SafetensorsEntry ParseEntry(JsonProperty property, string source)
    {
        var name = property.Name;
        var type = property.Value.GetProperty("dtype").GetString() ?? "";
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (ElementType.Bytes(type) is not { } elementBytes)
        {
            throw new SafetensorsException($"{source}: tensor \"{name}\" is of type \"{type}\", which cannot be read; save it as F32.");
        }

        // PyTorch counts the batches a normalisation has seen; with a fixed momentum nobody needs the count.
        if (!ElementType.IsFloat(type) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
        {
            throw new SafetensorsException($"{source}: tensor \"{name}\" is of type {type}, but weights are floats; save it as F32.");
        }

        if (offsets is not [var begin, var end] || begin < 0 || end < begin || shape.Any(size => size < 0))
        {
            throw Broken(source, $"has impossible offsets or sizes for tensor \"{name}\"");
        }

        var bytes = shape.Aggregate((Int128)elementBytes, (product, size) => product > long.MaxValue ? product : product * size);
        if (bytes != end - begin)
        {
            throw Broken(source, $"gives tensor \"{name}\" {Shapes.Text(shape)} of {type} {end - begin} bytes instead of {bytes}");
        }

        if (bytes > Array.MaxLength)
        {
            throw new SafetensorsException($"{source}: tensor \"{name}\" has {bytes} bytes, more than the {Array.MaxLength} that can be read; split it.");
        }

        return new SafetensorsEntry(name, type, shape, begin, end);
    }

    /// <summary>Every byte belongs to exactly one tensor: no gap can hide anything, no two tensors share memory.</summary>
    private static void CheckCover(List<SafetensorsEntry> entries, long dataBytes, string source)
    {
        var covered = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != covered)
            {
                throw Broken(source, $"has tensor \"{entry.Name}\" at byte {entry.Begin} of the data where byte {covered} comes next");
            }

            covered = entry.End;
        }

        if (covered != dataBytes)
        {
            throw Broken(source, $"has {dataBytes} bytes of data where its header describes {covered}");
        }
    }

    private static SafetensorsException Broken(string source, string what, Exception? because = null)
    {
        var message = $"{source}: {what}; the file is damaged or no safetensors file, fetch or save it again.";
        return because is null ? new SafetensorsException(message) : new SafetensorsException(message, because);
    }
}
