namespace Distill.Networks;

/// <summary>Joins convolutions on our own kernels, in a network that does not learn.</summary>
internal sealed class ConvFusion : Fusion
{
    private ConvFusion(Network network, IReadOnlyCollection<string> keep)
        : base(network, keep)
    {
    }

    /// <summary>Joins what can be joined.</summary>
    /// <param name="network">Any network, to be run in 32-bit floats.</param>
    /// <param name="keep">Nodes whose values must stay to be seen.</param>
    public static Network Join(Network network, IReadOnlyCollection<string> keep)
    {
        var fusion = new ConvFusion(network, keep);
        fusion.JoinUpTo(last => last is Relu);
        fusion.JoinSums();
        return fusion.Result();
    }

    protected override bool CanJoin(Node node) => node.Operator is Conv conv && ConvKernels.IsWinograd(conv, Network.Shapes[node.Inputs[0]][0]);

    protected override Operator Block(Node node, Node last) => new ConvBlock((Conv)node.Operator, node.Name, last.Operator is Relu);
}
