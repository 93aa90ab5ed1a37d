namespace Distill.Networks;

/// <summary>Numbers in managed memory, in row-major order; the form in which weights are stored and moved.</summary>
public sealed record HostTensor
{
    /// <summary>Joins a shape with its values.</summary>
    /// <param name="shape">The dimensions; none for a single number.</param>
    /// <param name="values">As many values as the shape says; kept, not copied.</param>
    /// <exception cref="ArgumentException">The shape asks for another number of values.</exception>
    public HostTensor(long[] shape, float[] values)
    {
        if (shape.Any(size => size < 0) || Shapes.Count(shape) != values.Length)
        {
            throw new ArgumentException($"A tensor of shape {Shapes.Text(shape)} cannot hold {values.Length} values.", nameof(values));
        }

        (Shape, Values) = (shape, values);
    }

    /// <summary>The dimensions; none for a single number.</summary>
    public long[] Shape { get; }

    /// <summary>The values in row-major order.</summary>
    public float[] Values { get; }
}
