using System.Globalization;
using System.Runtime.InteropServices;
using Distill.Tensors;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Devices;

/// <summary>On what, and beside how much other work, latencies were measured; figures of two machines are never compared.</summary>
/// <param name="Runtime">What ran the model, such as <c>onnxruntime 1.20.1</c>.</param>
/// <param name="Threads">Threads of an operator.</param>
/// <param name="Processor">The processor in its maker's words, and its architecture.</param>
/// <param name="InstructionSet">The widest instruction set, and the caches.</param>
/// <param name="LoadAverage">Programs that wanted a processor in the last minute; null where the system does not tell.</param>
public sealed record MachineReport(string Runtime, int Threads, string Processor, string InstructionSet, double? LoadAverage)
{
    private const string Load = "/proc/loadavg";
    private const string Processors = "/proc/cpuinfo";

    /// <summary>This machine, now.</summary>
    /// <exception cref="OnnxRuntimeMissingException">There is no ONNX Runtime.</exception>
    public static MachineReport OfThis(int threads) => new(
        $"onnxruntime {OnnxRuntime.Version}", threads, ProcessorName(), NumericEnvironment.InstructionSet,
        File.Exists(Load) ? double.Parse(File.ReadAllText(Load).Split(' ')[0], CultureInfo.InvariantCulture) : null);

    private static string ProcessorName()
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var named = File.Exists(Processors)
            ? File.ReadLines(Processors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal) || line.StartsWith("Model", StringComparison.Ordinal))
            : null;
        return named is null ? architecture : $"{named[(named.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}, {architecture}";
    }
}
