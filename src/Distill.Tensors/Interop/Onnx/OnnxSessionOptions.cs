namespace Distill.Tensors.Interop.Onnx;

/// <summary>How a model is prepared and run.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>Threads of one operator; they sleep while they wait.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether operators are fused and rewritten; without, every node runs as it is written.</summary>
    public bool Optimize { get; init; } = true;

    /// <summary>Whether kernels for signed bytes may be chosen on x86-64, where they are slow; on ARM they always are.</summary>
    public bool SignedBytes { get; init; }

    /// <summary>A file to which the graph is written that is really run; none unless given.</summary>
    public string? OptimizedModelPath { get; init; }
}
