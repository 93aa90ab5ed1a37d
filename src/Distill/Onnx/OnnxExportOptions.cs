using Distill.Data;

namespace Distill.Onnx;

/// <summary>What an ONNX file holds besides the network.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// How pixels were scaled in training. Noted in the file's metadata, and computed by the graph itself when
    /// <see cref="EmbedPreprocessing"/> is set. Default: <see langword="null"/>, unknown.
    /// </summary>
    public Normalization? Normalization { get; init; }

    /// <summary>
    /// Whether the graph takes bytes (N × height × width × channels, as pictures lie in memory) and scales them itself, instead of
    /// normalised floats (N × channels × height × width). Default: <see langword="false"/>; needs <see cref="Normalization"/>.
    /// </summary>
    public bool EmbedPreprocessing { get; init; }

    /// <summary>Names of the classes in the order of the logits, for the metadata. Default: none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];
}
