namespace Distill.Labels;

/// <summary>What a column of a chunk is called and how its rows look.</summary>
/// <param name="Name">Unique within a chunk, such as <c>logits</c> or <c>order.layer3</c>.</param>
/// <param name="Element">Type of each value, little-endian.</param>
/// <param name="Width">Values per sample.</param>
internal sealed record ColumnShape(string Name, ColumnElement Element, int Width)
{
    /// <summary>Bytes of one row.</summary>
    public int BytesPerSample => Width * Element switch
    {
        ColumnElement.UInt8 => 1,
        ColumnElement.Float16 or ColumnElement.UInt16 => 2,
        _ => 4,
    };
}
