using Distill.Networks;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Engines;

/// <summary>The engines that run models of which only the results are seen.</summary>
internal static class ForeignEngines
{
    /// <summary>libtorch's interpreter; which libtorch, the numerics class says.</summary>
    public const string TorchScript = "torchscript";

    /// <summary>ONNX Runtime; another version may give other last bits.</summary>
    public static string OnnxRuntime => $"onnxruntime {Tensors.Interop.Onnx.OnnxRuntime.Version}";

    /// <summary>Hands a file to its engine.</summary>
    /// <exception cref="NetworkProblemException">The engine refuses it, or it is not here in that version; the message does not name the model.</exception>
    public static IForeignProgram Start(string engine, byte[] file)
    {
        if (engine == TorchScript)
        {
            return new TorchScriptProgram(file);
        }

        var program = new OnnxRuntimeProgram(file);
        if (engine == OnnxRuntime)
        {
            return program;
        }

        program.Dispose();
        throw new NetworkProblemException($"was begun with {engine}, but here is {OnnxRuntime}; install the same version on all workers");
    }
}
