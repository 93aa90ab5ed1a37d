namespace Distill.Networks;

/// <summary>One step of a network: an operator applied to the values of earlier nodes.</summary>
/// <param name="Name">
/// Names the node's only output, too, and prefixes its tensors; the last node of a block bears the name of the block
/// (<c>layer2.1</c>), as a hook on that module in PyTorch would.
/// </param>
/// <param name="Operator">What is computed.</param>
/// <param name="Inputs">Names of earlier nodes, or <see cref="Network.Images"/>.</param>
public sealed record Node(string Name, Operator Operator, IReadOnlyList<string> Inputs);
