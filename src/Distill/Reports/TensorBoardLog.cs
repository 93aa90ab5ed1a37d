using System.Buffers.Binary;
using System.Text;
using Distill.Labels;

namespace Distill.Reports;

/// <summary>
/// A learning curve as TensorBoard reads it: records of length, masked CRC-32C, event, masked CRC-32C; an event is a protocol buffer with
/// wall time (1), step (2), and a version (3) or a summary (5) of tagged scalars.
/// </summary>
public static class TensorBoardLog
{
    /// <summary>The file's name; TensorBoard takes every one that has <c>tfevents</c> in it.</summary>
    public const string FileName = "events.out.tfevents.0.distill";

    private const uint MaskDelta = 0xa282ead8;

    /// <summary>The content of the file of one run.</summary>
    /// <param name="curve">The run's curve.</param>
    /// <param name="began">When the run began; points are spread over its time.</param>
    /// <param name="seconds">How long it trained.</param>
    public static byte[] Write(IReadOnlyList<CurvePoint> curve, DateTimeOffset began, double seconds)
    {
        using var file = new MemoryStream();
        var start = began.ToUnixTimeMilliseconds() / 1000.0;
        Append(file, Event(start, 0, writer => writer.Text(3, "brain.Event:2")));
        var steps = curve.Count > 0 ? curve[^1].Step : 1;
        foreach (var point in curve)
        {
            var summary = new Proto();
            foreach (var (tag, value) in Scalars(point))
            {
                summary.Message(1, scalar =>
                {
                    scalar.Text(1, tag);
                    scalar.Single(2, (float)value);
                });
            }

            Append(file, Event(start + (seconds * point.Step / steps), point.Step, writer => writer.Bytes(5, summary.Content)));
        }

        return file.ToArray();
    }

    private static IEnumerable<(string Tag, double Value)> Scalars(CurvePoint point)
    {
        yield return ("loss/total", point.Loss);
        foreach (var (name, value) in point.Terms)
        {
            yield return ($"loss/{name}", value);
        }

        yield return ("learning_rate", point.LearningRate);
        foreach (var (tag, value) in new[] { ("accuracy", point.Accuracy), ("agreement", point.TeacherAgreement), ("order/overlap", point.OrderOverlap), ("order/tau", point.OrderTau) })
        {
            if (value is { } known)
            {
                yield return (tag, known);
            }
        }
    }

    private static byte[] Event(double time, long step, Action<Proto> content)
    {
        var writer = new Proto();
        writer.Double(1, time);
        writer.Whole(2, step);
        content(writer);
        return writer.Content;
    }

    private static void Append(MemoryStream file, byte[] content)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)content.Length);
        file.Write(length);
        WriteSum(file, length);
        file.Write(content);
        WriteSum(file, content);
    }

    private static void WriteSum(MemoryStream file, ReadOnlySpan<byte> bytes)
    {
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, uint.RotateRight(Crc32C.Of(bytes), 15) + MaskDelta);
        file.Write(sum);
    }

    private sealed class Proto
    {
        private readonly List<byte> _content = [];

        public byte[] Content => [.. _content];

        public void Whole(int field, long value)
        {
            Varint((ulong)field << 3);
            Varint((ulong)value);
        }

        public void Double(int field, double value)
        {
            Varint((ulong)field << 3 | 1);
            Span<byte> bytes = stackalloc byte[sizeof(double)];
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
            _content.AddRange(bytes);
        }

        public void Single(int field, float value)
        {
            Varint((ulong)field << 3 | 5);
            Span<byte> bytes = stackalloc byte[sizeof(float)];
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            _content.AddRange(bytes);
        }

        public void Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

        public void Bytes(int field, byte[] bytes)
        {
            Varint((ulong)field << 3 | 2);
            Varint((ulong)bytes.Length);
            _content.AddRange(bytes);
        }

        public void Message(int field, Action<Proto> content)
        {
            var inner = new Proto();
            content(inner);
            Bytes(field, inner.Content);
        }

        private void Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                _content.Add((byte)(value | 0x80));
            }

            _content.Add((byte)value);
        }
    }
}
