using Distill.Networks;
using Distill.Tensors.Interop.Onnx;
using static TorchSharp.torch;

namespace Distill.Engines;

/// <summary>An ONNX file in ONNX Runtime, on one thread.</summary>
internal sealed class OnnxRuntimeProgram(byte[] file) : IForeignProgram
{
    private readonly OnnxSession _session = Guarded(() => new OnnxSession(file));

    public IReadOnlyList<HostTensor> Run(Tensor images_NCHW) => Guarded(() =>
        (HostTensor[])[.. _session.Run<float>(images_NCHW.data<float>().ToArray(), images_NCHW.shape).Select(result => new HostTensor(result.Shape, result.Values))]);

    public void Dispose() => _session.Dispose();

    private static T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception problem) when (problem is OnnxRuntimeException or OnnxRuntimeMissingException)
        {
            throw new NetworkProblemException($"cannot be run by ONNX Runtime ({problem.Message.Trim().Split('\n')[0].TrimEnd('.')})", problem);
        }
    }
}
