using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Says what an ONNX file is made of, also where it cannot be read as a network.</summary>
public static class OnnxOperators
{
    /// <summary>The operators of a file, by name.</summary>
    /// <exception cref="NetworkProblemException">The file is absent or damaged.</exception>
    public static IReadOnlyList<OnnxOperatorUse> Of(string path) =>
    [
        .. from node in OnnxFile.Read(path).Graph.Node
           group node by (Operator: FullName(node), IsNative: OperatorReaders.Knows(node)) into uses
           orderby uses.Key.Operator
           let first = uses.First()
           select new OnnxOperatorUse(OnnxFile.Plain(uses.Key.Operator), uses.Count(), uses.Key.IsNative, OnnxFile.Plain(first.Name.Length > 0 ? first.Name : first.Output.FirstOrDefault() ?? ""))
    ];

    internal static string FullName(NodeProto node) => node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";
}
