using System.ComponentModel;
using System.Diagnostics;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Cli.Machines;

/// <summary>ONNX Runtime's native library: whether it is there, and how it gets there. Jobs run without it.</summary>
internal static class OnnxRuntimeLibrary
{
    private const string Remedy = "distill doctor --fix, which fetches it with npm";

    public static Finding Examine()
    {
        if (!OnnxRuntime.IsPresent)
        {
            return new Finding("ONNX Runtime", FindingState.Warning, "not installed: exported ONNX files stay unchecked, and nothing can be measured", Remedy);
        }

        try
        {
            return new Finding("ONNX Runtime", FindingState.Ok, $"{OnnxRuntime.Version} in {Path.GetDirectoryName(OnnxRuntime.Path)}");
        }
        catch (Exception unusable) when (unusable is OnnxRuntimeException or OnnxRuntimeMissingException)
        {
            return new Finding("ONNX Runtime", FindingState.Warning, unusable.Message, $"remove {OnnxRuntime.Path}, then {Remedy}");
        }
    }

    /// <summary>Runs infra/onnxruntime.sh, from which ./test installs too; what it says goes to the messages.</summary>
    public static async Task InstallAsync(TextWriter messages, CancellationToken ct)
    {
        using var resource = typeof(OnnxRuntimeLibrary).Assembly.GetManifestResourceStream("Distill.Cli.onnxruntime.sh")!;
        using var script = new StreamReader(resource);
        var start = new ProcessStartInfo("bash", ["-s"]) { RedirectStandardInput = true, RedirectStandardError = true };
        try
        {
            using var bash = Process.Start(start)!;
            await bash.StandardInput.WriteAsync((await script.ReadToEndAsync(ct)).AsMemory(), ct);
            bash.StandardInput.Close();
            while (await bash.StandardError.ReadLineAsync(ct) is { } line)
            {
                await messages.WriteLineAsync(line);
            }

            await bash.WaitForExitAsync(ct);
        }
        catch (Win32Exception)
        {
            await messages.WriteLineAsync("There is no bash on this machine, so ONNX Runtime cannot be fetched.");
        }
    }
}
