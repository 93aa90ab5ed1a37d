namespace Distill.Tensors.Winograd;

/// <summary>What is done to the values of a convolution while they are in registers, in this order.</summary>
/// <param name="bias">Added to each output channel, or null.</param>
/// <param name="addend_NHWC">Added pixel by pixel, such as the shortcut of a residual block, or null.</param>
/// <param name="relu">Whether what is negative becomes zero.</param>
internal readonly unsafe struct WinogradEnding(float* bias, float* addend_NHWC, bool relu)
{
    public readonly float* Bias = bias;
    public readonly float* Addend_NHWC = addend_NHWC;
    public readonly bool Relu = relu;
}
