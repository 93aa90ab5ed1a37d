namespace Distill.Networks;

/// <summary>Images of the same height and width, one behind the other along the channels.</summary>
public sealed record Concat : Operator
{
    internal override (int Least, int Most) Arity => (2, 64);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        var (channels, height, width) = Image(inputs[0]);
        foreach (var input in inputs.Skip(1))
        {
            var next = Image(input);
            Check((next.Height, next.Width) == (height, width), $"cannot put {Shapes.Text(input)} behind {Shapes.Text(inputs[0])}");
            channels += next.Channels;
        }

        return [channels, height, width];
    }
}
