namespace Distill.Labels;

/// <summary>Element type of a column on the wire; the numbers are part of the encoding.</summary>
internal enum ColumnElement : byte
{
    Float16 = 1,
    Float32 = 2,
    UInt8 = 3,
    UInt16 = 4,
    UInt32 = 5,
}
