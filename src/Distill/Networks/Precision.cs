namespace Distill.Networks;

/// <summary>The numbers that a network computes with.</summary>
public enum Precision
{
    /// <summary>32-bit floats throughout.</summary>
    Float32,

    /// <summary>
    /// Activations and convolutions in bfloat16; learned weights, batch statistics, linear layers and logits stay 32-bit floats.
    /// Faster with AMX or with AVX512_BF16 as AMD has it; elsewhere slower than 32 bits, many times so without such instructions.
    /// </summary>
    BFloat16,
}
