using Distill.Tensors.Interop.Onnx;
using Xunit;

namespace Distill.Tests.Support;

/// <summary>ONNX Runtime, which is optional: <c>./test</c> fetches it where npm is there.</summary>
internal static class NativeOnnx
{
    /// <summary>Skips the calling test, saying why, where the library is absent.</summary>
    public static void Require()
    {
        if (!OnnxRuntime.IsPresent)
        {
            Assert.Skip($"Needs ONNX Runtime in {OnnxRuntime.InstallFolder}, which is not there: run infra/onnxruntime.sh.");
        }
    }
}
