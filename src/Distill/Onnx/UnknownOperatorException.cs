using Distill.Networks;

namespace Distill.Onnx;

/// <summary>An ONNX file has a node that a network cannot have.</summary>
public sealed class UnknownOperatorException : NetworkProblemException
{
    /// <summary>Reports a node.</summary>
    /// <param name="node">The node's name in the file.</param>
    /// <param name="operator">The operator that this program does not know.</param>
    public UnknownOperatorException(string node, string @operator)
        : this("", node, @operator)
    {
    }

    internal UnknownOperatorException(string source, string node, string @operator)
        : base($"{source}node \"{node}\" is of operator {@operator}, which this program cannot run; export the network without this operator.") =>
        (Node, Operator) = (node, @operator);

    /// <summary>The node's name in the file.</summary>
    public string Node { get; }

    /// <summary>The operator that this program does not know.</summary>
    public string Operator { get; }
}
