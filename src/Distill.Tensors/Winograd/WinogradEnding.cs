namespace Distill.Tensors.Winograd;

/// <summary>What is done to the values of a convolution while they are in registers, in this order.</summary>
/// <param name="bias_K">Added to each output channel, or null.</param>
/// <param name="addend_NHWK">Added pixel by pixel, such as the shortcut of a residual block, or null.</param>
/// <param name="relu">Whether what is negative becomes zero.</param>
internal readonly unsafe struct WinogradEnding(float* bias_K, float* addend_NHWK, bool relu)
{
    public readonly float* Bias_K = bias_K;
    public readonly float* Addend_NHWK = addend_NHWK;
    public readonly bool Relu = relu;
}
