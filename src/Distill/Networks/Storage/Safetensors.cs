using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Distill.Networks;

/// <summary>
/// Reads and writes safetensors, the file form of weights: eight bytes of header length, a JSON header, the raw numbers.
/// Nothing in such a file is executed, and nothing it claims is believed before it is checked.
/// </summary>
public static class Safetensors
{
    private const int HeaderAlignment = 8;

    /// <summary>
    /// Writes tensors as 32-bit floats. The bytes follow from the content alone: names and metadata are in ordinal order,
    /// the numbers start at a multiple of eight.
    /// </summary>
    /// <param name="stream">Takes the bytes; stays open.</param>
    /// <param name="weights">The tensors.</param>
    /// <param name="metadata">Notes that belong to the content, such as the name of the network; never a time or a place.</param>
    public static void Write(Stream stream, Weights weights, IReadOnlyDictionary<string, string> metadata)
    {
        var header = SafetensorsHeader.Write(weights, metadata);
        var padded = (header.Length + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(header);
        stream.Write("       "u8[..(padded - header.Length)]);
        foreach (var tensor in weights.Values)
        {
            WriteLittleEndian(stream, tensor.Values);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="SafetensorsException">It is absent, broken or has tensors that are not floats.</exception>
    public static SafetensorsFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SafetensorsException($"{path}: cannot be read ({problem.Message.TrimEnd('.')}); check the path and your rights.", problem);
        }
    }

    /// <summary>Reads the rest of a stream as a safetensors file.</summary>
    /// <param name="stream">Must know its length.</param>
    /// <param name="source">What messages call the file.</param>
    /// <exception cref="SafetensorsException">The content is broken or has tensors that are not floats.</exception>
    public static SafetensorsFile Read(Stream stream, string source)
    {
        var header = SafetensorsHeader.Read(stream, source);
        var tensors = new List<KeyValuePair<string, HostTensor>>(header.Entries.Count);
        foreach (var entry in header.Entries)
        {
            var bytes = new byte[entry.End - entry.Begin];
            stream.ReadExactly(bytes);
            if (entry.IsFloat)
            {
                tensors.Add(KeyValuePair.Create(entry.Name, new HostTensor(entry.Shape, ElementType.ToSingle(entry.Type, bytes))));
            }
        }

        return new SafetensorsFile(new Weights(tensors), header.Metadata);
    }

    private static void WriteLittleEndian(Stream stream, float[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes<float>(values));
            return;
        }

        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        stream.Write(bytes);
    }
}
