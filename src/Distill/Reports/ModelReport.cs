namespace Distill.Reports;

/// <summary>A trained network: its size, where it lies, how it learned and how good it became.</summary>
public sealed record ModelReport
{
    /// <summary>The network's name: in the zoo, or that of the file which brought it along.</summary>
    public required string Network { get; init; }

    /// <summary>The number of trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-accumulate operations for one image.</summary>
    public required long Macs { get; init; }

    /// <summary>The size of the safetensors file, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the safetensors file, in hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Where the safetensors file lies, in a form that the reader of the report can open.</summary>
    public required string Path { get; init; }

    /// <summary>The evaluation of the finished network on the held-out images.</summary>
    public required Evaluation Final { get; init; }

    /// <summary>One point per evaluated epoch, by rising step.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>Seconds spent on training steps and evaluation, waiting for labels left out.</summary>
    public required double Seconds { get; init; }
}
