namespace Distill.Onnx;

/// <summary>
/// A value that depends on the images. Its numbers, row by row, are those of a node of the network; the node may have them in another
/// shape, because changing the shape costs a node only where somebody looks at it.
/// </summary>
/// <param name="Node">The node of the network.</param>
/// <param name="Dimensions">Its dimensions in the file, for one image.</param>
internal sealed record Flow(string Node, long[] Dimensions) : Operand(Dimensions)
{
    /// <summary>
    /// The shape of one sample: the dimensions without the leading one of the batch. Values in which the batch does not come first
    /// (attention puts it second) keep all of them.
    /// </summary>
    public long[] Sample => HasLeadingOne ? Dimensions[1..] : Dimensions;

    /// <summary>Whether the first dimension is the one of the batch, as far as one can tell: 1, and not the only one.</summary>
    public bool HasLeadingOne => Dimensions is [1, _, ..];
}
