using System.Runtime.CompilerServices;
using Distill.Networks;
using Distill.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Engines;

/// <summary>A TorchScript file in libtorch's interpreter.</summary>
internal sealed class TorchScriptProgram : IForeignProgram
{
    private readonly jit.ScriptModule _module;

    public TorchScriptProgram(byte[] file) => _module = Guarded(() =>
    {
        var module = jit.load(file);
        module.eval();
        return module;
    });

    public IReadOnlyList<HostTensor> Run(Tensor images_NCHW) => Guarded(() =>
    {
        using var scope = NewDisposeScope();
        using var evaluation = no_grad();
        return _module.forward(images_NCHW) switch
        {
            Tensor only => [Copy(only)],
            IEnumerable<Tensor> several => [.. several.Select(Copy)],
            ITuple several => (HostTensor[])[.. Enumerable.Range(0, several.Length).Select(index => Copy((Tensor)several[index]!))],
            _ => throw new NetworkProblemException("gives neither a tensor nor a tuple or list of tensors"),
        };
    });

    public void Dispose() => _module.Dispose();

    private static HostTensor Copy(Tensor value) =>
        new([.. value.shape], value.to(ScalarType.Float32).contiguous().data<float>().ToArray());

    /// <summary>libtorch tells where in the program something failed, line by line; the last line says what.</summary>
    private static T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (TensorException problem)
        {
            throw new NetworkProblemException($"cannot be run by libtorch ({problem.Message.Trim().Split('\n')[^1].Trim().TrimEnd('.')})", problem);
        }
    }
}
