using System.Security.Cryptography;
using System.Text;

namespace Distill.Tensors;

/// <summary>
/// Everything beside the program and its input that decides the bits of a floating-point result. Two workers of one class compute
/// the same bytes; results of different classes agree only closely.
/// </summary>
/// <param name="Libraries">Names and build-ids of libtorch and the libraries it computes with, and the version of our own kernels where the processor has what they need.</param>
/// <param name="Isa">Instruction set and cache sizes of the processor, and the kernels that OpenBLAS chose for it.</param>
/// <param name="Device">Where tensors live, such as <c>cpu</c>.</param>
/// <param name="Precision">The precision of activations, such as <c>float32</c>.</param>
/// <param name="Threads">How many threads one operator uses.</param>
public sealed record NumericsClass(string Libraries, string Isa, string Device, string Precision, int Threads)
{
    /// <summary>The first 16 hex digits of the SHA-256 over all parts: a name for queues, logs and reports.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())))[..16];

    /// <summary>All parts on one line.</summary>
    public override string ToString() => $"{Device} {Precision} threads:{Threads} {Isa} {Libraries}";
}
