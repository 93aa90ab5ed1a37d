namespace Distill.Tensors.Interop.Onnx;

/// <summary>
/// ONNX Runtime, an optional native library: it checks and times what the exporters write. It is looked for in the file that
/// <see cref="PathVariable"/> names, and then where <c>distill doctor --fix</c> puts it.
/// </summary>
public static class OnnxRuntime
{
    /// <summary>The environment variable that names another library.</summary>
    public const string PathVariable = "DISTILL__OnnxRuntime";

    /// <summary>The version that is installed: the smallest that knows opset 21.</summary>
    public const string PinnedVersion = "1.20.1";

    private static readonly Lock s_gate = new();

    private static OnnxApi? s_api;

    /// <summary>The library's file, or null where there is none.</summary>
    public static string? Path => Candidate is var path && File.Exists(path) ? path : null;

    /// <summary>Whether there is a library.</summary>
    public static bool IsPresent => Path is not null;

    /// <summary>The version of the library, such as <c>1.20.1</c>; loads it.</summary>
    /// <exception cref="OnnxRuntimeMissingException">There is none.</exception>
    public static string Version => Api.LibraryVersion;

    /// <summary>The file in which it is looked for.</summary>
    internal static string Candidate =>
        Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named ? named : System.IO.Path.Combine(InstallFolder, "libonnxruntime.so.1");

    /// <summary>The folder in which <c>distill doctor --fix</c> and <c>./test</c> put the library.</summary>
    public static string InstallFolder => System.IO.Path.Combine(CacheFolder, "distill", "tools", $"onnxruntime-{PinnedVersion}");

    internal static OnnxApi Api
    {
        get
        {
            lock (s_gate)
            {
                return s_api ??= Load();
            }
        }
    }

    private static string CacheFolder =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static OnnxApi Load()
    {
        var path = Path ?? throw new OnnxRuntimeMissingException($"there is no {Candidate}");
        try
        {
            return new OnnxApi(path);
        }
        catch (DllNotFoundException unusable)
        {
            throw new OnnxRuntimeMissingException($"{path} cannot be loaded, {unusable.Message.Trim().Split('\n')[^1].TrimEnd('.')}");
        }
    }
}
