using Distill.Networks;

namespace Distill.Onnx;

/// <summary>A value that follows from the file alone: weights, or what a graph computes from shapes.</summary>
/// <param name="Dimensions">Its dimensions.</param>
/// <param name="Floats">Its numbers if they are floats, row by row.</param>
/// <param name="Integers">Its numbers if they are whole or truths, row by row.</param>
internal sealed record Known(long[] Dimensions, float[]? Floats, long[]? Integers) : Operand(Dimensions)
{
    public Known(long[] dimensions, float[] floats)
        : this(dimensions, floats, null)
    {
    }

    public Known(long[] dimensions, long[] integers)
        : this(dimensions, null, integers)
    {
    }

    public int Count => Floats?.Length ?? Integers!.Length;

    public double At(int index) => Floats is not null ? Floats[index] : Integers![index];

    /// <summary>The numbers as weights.</summary>
    public HostTensor Tensor(long[] shape) => new(shape, Floats ?? [.. Integers!.Select(value => (float)value)]);

    /// <summary>The same numbers with other dimensions.</summary>
    public Known As(long[] dimensions) => new(dimensions, Floats, Integers);
}
