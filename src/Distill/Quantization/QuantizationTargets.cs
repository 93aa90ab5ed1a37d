namespace Distill.Quantization;

/// <summary>The processors to write for, as job files and commands call them.</summary>
public static class QuantizationTargets
{
    /// <summary>The words, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["x86", "x86-without-vnni", "arm"];

    /// <summary>What a word of <see cref="Names"/> stands for.</summary>
    public static QuantizationTarget Parse(string name) => (QuantizationTarget)Names.ToList().IndexOf(name);
}
