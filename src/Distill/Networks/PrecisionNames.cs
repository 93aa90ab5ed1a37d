namespace Distill.Networks;

/// <summary>What job files, label sets and reports call a <see cref="Precision"/>.</summary>
public static class PrecisionNames
{
    /// <summary><see cref="Precision.Float32"/>.</summary>
    public const string Float32 = "float32";

    /// <summary><see cref="Precision.BFloat16"/>.</summary>
    public const string BFloat16 = "bfloat16";

    /// <summary>The precision of a name.</summary>
    /// <exception cref="ArgumentException">There is no such precision.</exception>
    public static Precision Parse(string name) => name switch
    {
        Float32 => Precision.Float32,
        BFloat16 => Precision.BFloat16,
        _ => throw new ArgumentException($"There is no precision \"{name}\"; use {Float32} or {BFloat16}."),
    };
}
