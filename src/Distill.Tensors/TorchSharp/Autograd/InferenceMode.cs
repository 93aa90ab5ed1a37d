using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

/// <summary>Turns recording and version counting off for the calling thread until it is disposed there.</summary>
internal sealed class InferenceMode(bool mode) : IDisposable
{
    private nint guard = Native.BeginInference(mode ? 1 : 0);

    public void Dispose()
    {
        if (guard == 0) return;
        Native.EndInference(guard);
        guard = 0;
    }
}
