using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>Runs one node on the values of its inputs.</summary>
/// <param name="inputs">Values in the node's order of inputs.</param>
/// <param name="training">Whether statistics of the batch are used and gathered.</param>
internal delegate Tensor Kernel(Tensor[] inputs, bool training);
