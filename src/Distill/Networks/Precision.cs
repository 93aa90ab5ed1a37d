namespace Distill.Networks;

/// <summary>The numbers that a network computes with.</summary>
public enum Precision
{
    /// <summary>32-bit floats throughout.</summary>
    Float32,

    /// <summary>
    /// Activations and convolutions in bfloat16; learned weights, batch statistics, linear layers and logits stay 32-bit floats.
    /// Twice as fast where the processor has such instructions, slower than 32 bits where it has not.
    /// </summary>
    BFloat16,
}
