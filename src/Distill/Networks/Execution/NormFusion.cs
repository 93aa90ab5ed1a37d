using Distill.Tensors.Normalization;

namespace Distill.Networks;

/// <summary>Joins batch normalisations with the ReLU that follows them, in a network that learns.</summary>
internal sealed class NormFusion : Fusion
{
    private NormFusion(Network network, IReadOnlyCollection<string> keep)
        : base(network, keep)
    {
    }

    /// <summary>Joins what can be joined.</summary>
    /// <param name="network">Any network, to be run in 32-bit floats.</param>
    /// <param name="keep">Nodes whose values must stay to be seen.</param>
    public static Network Join(Network network, IReadOnlyCollection<string> keep)
    {
        var fusion = new NormFusion(network, keep);
        fusion.JoinUpTo(last => last is Relu or Relu6);
        return fusion.Result();
    }

    protected override bool CanJoin(Node node) => node.Operator is BatchNorm && BatchNormRelu.Takes(Network.Shapes[node.Name][0]);

    protected override Operator Block(Node node, Node last) => new NormBlock((BatchNorm)node.Operator, node.Name, last.Operator is Relu6 ? 6 : float.PositiveInfinity);
}
