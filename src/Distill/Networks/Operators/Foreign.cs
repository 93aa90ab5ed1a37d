namespace Distill.Networks;

/// <summary>
/// One of the results of a whole model that another engine runs from its own file: nothing inside can be seen, counted or trained. The
/// first result is the logits; the node that gives them takes the other results as inputs, so that they belong to the graph.
/// </summary>
/// <param name="Engine">What runs it, with its version where that decides the answers.</param>
/// <param name="Sha256">The file (hexadecimal).</param>
/// <param name="Result">Which of its results, counted from zero.</param>
/// <param name="Shape">The result's shape for one sample.</param>
public sealed record Foreign(string Engine, string Sha256, int Result, Sizes Shape) : Operator
{
    internal override (int Least, int Most) Arity => (1, int.MaxValue);

    internal override long[] OutputShape(IReadOnlyList<long[]> inputs)
    {
        Check(Result >= 0 && Shape.All(size => size > 0), $"cannot give result {Result} of {Shapes.Text(Shape)}");
        return [.. Shape];
    }
}
