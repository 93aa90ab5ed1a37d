using Distill.Networks;
using static TorchSharp.torch;

namespace Distill.Engines;

/// <summary>A model in the hands of the engine that runs it.</summary>
internal interface IForeignProgram : IDisposable
{
    /// <summary>All results for a batch: the logits first.</summary>
    /// <param name="images_NCHW">Normalised 32-bit floats, one row after another.</param>
    /// <exception cref="NetworkProblemException">The engine refuses; the message does not name the model.</exception>
    IReadOnlyList<HostTensor> Run(Tensor images_NCHW);
}
