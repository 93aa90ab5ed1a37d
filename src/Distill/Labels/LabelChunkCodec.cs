namespace Distill.Labels;

/// <summary>
/// Chunks to bytes and back. The same chunk always gives the same bytes, and a chunk that was decoded is proved: every
/// sum matches, it belongs to the label set, and every number in it is one that a teacher may write.
/// </summary>
public static class LabelChunkCodec
{
    /// <summary>Writes a chunk down.</summary>
    /// <exception cref="LabelException">The chunk is not one of this label set.</exception>
    public static byte[] Encode(LabelSet set, LabelChunk chunk)
    {
        if (LabelRules.BrokenBy(set, chunk) is { } rule)
        {
            throw new LabelException($"View {chunk.View}, chunk {chunk.Index} cannot be written as labels, because {rule}; check the teacher.");
        }

        var columns = LabelLayout.Of(set).Select(shape => new LabelFrame.Column(shape, BytesOf(shape, chunk))).ToList();
        return new LabelFrame(set.Fingerprint, chunk.CalibrationDigest, chunk.View, chunk.Index, chunk.Count, set.Classes, columns).Write();
    }

    /// <summary>Reads a chunk and proves it.</summary>
    /// <param name="set">The label set that it must belong to.</param>
    /// <param name="bytes">What <see cref="Encode"/> wrote.</param>
    /// <param name="source">Where the bytes came from, for the message: a file, a stream and offset.</param>
    /// <param name="expected">Which view and chunk it must be, when the caller knows.</param>
    /// <exception cref="LabelCorruptException">It is not exactly a chunk of this label set.</exception>
    public static LabelChunk Decode(LabelSet set, ReadOnlyMemory<byte> bytes, string source, (int View, int Chunk)? expected = null)
    {
        LabelFrame? frame = null;
        try
        {
            frame = LabelFrame.Read(bytes);
            return Proved(set, frame, expected);
        }
        catch (InvalidDataException reason)
        {
            var key = expected ?? (frame is null ? null : (frame.View, frame.Chunk));
            var which = key is { } known ? $"View {known.View}, chunk {known.Chunk}" : "A chunk";
            throw new LabelCorruptException(
                $"{which} of the labels in {source} is corrupt, because {reason.Message}; remove it, and the next run has it taught again.", reason);
        }
    }

    private static LabelChunk Proved(LabelSet set, LabelFrame frame, (int View, int Chunk)? expected)
    {
        LabelFrame.Require(
            frame.Fingerprint == set.Fingerprint,
            $"it belongs to label set {frame.Fingerprint[..12]} and not to {set.Fingerprint[..12]}");
        LabelFrame.Require(
            expected is null || expected == (frame.View, frame.Chunk),
            $"its header says view {frame.View}, chunk {frame.Chunk}");
        LabelFrame.Require(
            frame.Columns.Select(column => column.Shape).SequenceEqual(LabelLayout.Of(set))
                && frame.Columns.All(column => column.Bytes.Length == (long)frame.Count * column.Shape.BytesPerSample),
            "its columns are not those of the label set");
        var chunk = ChunkOf(set, frame);
        var rule = LabelRules.BrokenBy(set, chunk);
        LabelFrame.Require(rule is null, rule ?? "");
        return chunk;
    }

    private static ReadOnlyMemory<byte> BytesOf(ColumnShape shape, LabelChunk chunk) => shape.Name switch
    {
        LabelLayout.Logits => ColumnValues.Bytes(chunk.Logits_NK),
        LabelLayout.TopClasses => ColumnValues.Bytes<int>(chunk.Top!.Classes_NT, shape.Element),
        LabelLayout.TopValues => ColumnValues.Bytes(chunk.Top!.Values_NT),
        LabelLayout.TopRest => ColumnValues.Bytes(chunk.Top!.Rest_NQ),
        var name when chunk.Orders.FirstOrDefault(order => LabelLayout.LengthsOf(order.Tap) == name) is { } order
            => ColumnValues.Bytes<ushort>(order.Lengths_N, shape.Element),
        var name when chunk.Orders.FirstOrDefault(order => LabelLayout.MaskOf(order.Tap) == name) is { } order => order.On_NB,
        var name when chunk.Orders.FirstOrDefault(order => LabelLayout.PooledOf(order.Tap) == name) is { } order => ColumnValues.Bytes(order.Pooled_NC),
        var name => ColumnValues.Bytes<ushort>(chunk.Orders.First(order => LabelLayout.OrderOf(order.Tap) == name).Indices_NM, shape.Element),
    };

    private static LabelChunk ChunkOf(LabelSet set, LabelFrame frame)
    {
        var columns = frame.Columns.ToDictionary(column => column.Shape.Name);
        return new LabelChunk
        {
            View = frame.View,
            Index = frame.Chunk,
            Count = frame.Count,
            CalibrationDigest = set.Taps.Count == 0 ? "" : frame.Calibration,
            Logits_NK = columns.TryGetValue(LabelLayout.Logits, out var logits) ? ColumnValues.Halves(logits.Bytes.Span) : [],
            Top = set.TopK is null ? null : new TopLogits(
                ColumnValues.Whole<int>(columns[LabelLayout.TopClasses].Bytes.Span, columns[LabelLayout.TopClasses].Shape.Element),
                ColumnValues.Halves(columns[LabelLayout.TopValues].Bytes.Span),
                ColumnValues.Singles(columns[LabelLayout.TopRest].Bytes.Span)),
            Orders = set.Taps.Select(tap => OrderOf(tap, columns)).ToList(),
        };
    }

    private static OrderColumn OrderOf(TapColumn tap, Dictionary<string, LabelFrame.Column> columns)
    {
        var (lengths, indices) = (columns[LabelLayout.LengthsOf(tap)], columns[LabelLayout.OrderOf(tap)]);
        var order = new OrderColumn(
            tap,
            ColumnValues.Whole<ushort>(lengths.Bytes.Span, lengths.Shape.Element),
            ColumnValues.Whole<ushort>(indices.Bytes.Span, indices.Shape.Element))
        {
            On_NB = tap.Mask ? columns[LabelLayout.MaskOf(tap)].Bytes.ToArray() : [],
            Pooled_NC = tap.Pooled ? ColumnValues.Halves(columns[LabelLayout.PooledOf(tap)].Bytes.Span) : [],
        };

        // One byte of padding reads as 255, which could be a channel: blank it by length.
        for (var sample = 0; sample < order.Lengths_N.Length; sample++)
        {
            var row = order.Indices_NM.AsSpan(sample * tap.Prefix, tap.Prefix);
            var padding = row[Math.Min(order.Lengths_N[sample], tap.Prefix)..];
            padding.Replace(indices.Shape.Element == ColumnElement.UInt8 ? byte.MaxValue : OrderColumn.Padding, OrderColumn.Padding);
        }

        return order;
    }
}
