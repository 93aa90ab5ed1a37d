namespace Distill.Quantization;

/// <summary>The kind of processor that an 8-bit network is written for; each has kernels for another layout of the bytes.</summary>
public enum QuantizationTarget
{
    /// <summary>x86-64: unsigned activations, signed weights. With signed activations its kernels are up to 25 times slower.</summary>
    X86,

    /// <summary>x86-64 without VNNI: weights of 7 bits, because its 16-bit sums overflow with 8.</summary>
    X86WithoutVnni,

    /// <summary>ARM and accelerators: signed activations, whose zero is in the middle or, behind a rectifier, at the lowest byte; signed weights.</summary>
    Arm,
}
