using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

/// <summary>Turns recording on or off for the calling thread until it is disposed there.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly int before = Native.GradEnabled();

    public AutoGradMode(bool enabled) => Native.SetGradEnabled(enabled ? 1 : 0);

    public static bool IsEnabled => Native.GradEnabled() != 0;

    public void Dispose() => Native.SetGradEnabled(before);
}
