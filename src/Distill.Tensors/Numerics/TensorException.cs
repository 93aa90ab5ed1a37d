using System.Runtime.InteropServices;

namespace Distill.Tensors;

/// <summary>A tensor operator refused its arguments; the message names the operator and every argument's type and shape.</summary>
/// <remarks>TorchSharp itself throws the base class, so code that must handle both builds catches <see cref="ExternalException"/>.</remarks>
public sealed class TensorException : ExternalException
{
    /// <summary>Creates the exception with libtorch's reason and the operator and shapes that led to it.</summary>
    public TensorException(string message) : base(message) { }
}
