using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>What a network said about a batch; the tensors belong to the scope in which it was asked.</summary>
/// <param name="Logits_NK">One row of logits for each image, 32-bit floats.</param>
/// <param name="Taps_NCHW">The values of the tapped nodes by name, 32-bit floats.</param>
public sealed record NetworkOutput(Tensor Logits_NK, IReadOnlyDictionary<string, Tensor> Taps_NCHW);
