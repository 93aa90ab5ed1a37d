using Distill.Data;

namespace Distill.Networks;

/// <summary>Published weights that a job can name as its teacher.</summary>
/// <param name="Name">The name to give in a job; the file is <c>Name.safetensors</c>.</param>
/// <param name="Network">The network of <see cref="Zoo"/> that the weights are for.</param>
/// <param name="Input">The images it was trained with.</param>
/// <param name="Classes">The number of its classes.</param>
/// <param name="Normalization">How pixels were scaled in its training; others ruin its accuracy.</param>
/// <param name="Top1">Published accuracy on the 10,000 test images, in percent.</param>
/// <param name="Sha256">SHA-256 (hexadecimal) of the safetensors file.</param>
/// <param name="Licence">Who allows what.</param>
/// <param name="Source">Where the weights were published.</param>
public sealed record PretrainedEntry(
    string Name,
    string Network,
    ImageShape Input,
    int Classes,
    Normalization Normalization,
    double Top1,
    string Sha256,
    string Licence,
    string Source)
{
    /// <summary>SHA-256 (hexadecimal) of files that hold the same network in other forms: ONNX, TorchScript.</summary>
    public IReadOnlyList<string> OtherForms { get; init; } = [];
}
