namespace TorchSharp;

public static partial class torch
{
    /// <summary>Records nothing on this thread until the result is disposed: for updating parameters and for evaluation.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    /// <summary>Records again on this thread until the result is disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    /// <summary>Whether operators of this thread record what they do.</summary>
    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;

    /// <summary>As <see cref="no_grad"/> and a little faster, but its results can never take part in recording later.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
}
