namespace TorchSharp;

/// <summary>What padding is filled with.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The inside mirrored at the border, without the border itself.</summary>
    Reflect = 1,

    /// <summary>The border itself, repeated.</summary>
    Replicate = 2,

    /// <summary>The opposite side.</summary>
    Circular = 3,

    /// <summary>A given number.</summary>
    Constant = 4,
}
