using Distill.Artifacts;
using Distill.Data;
using Distill.Networks;
using Distill.Pipeline.Messaging;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Cli;

/// <summary>What an exception means to the user: a sentence and an exit code.</summary>
internal static class Faults
{
    public static int ExitCodeOf(Exception fault) => fault switch
    {
        CommandException known => known.ExitCode,
        OperationCanceledException => ExitCode.Interrupted,
        BrokerAddressException or StoreException { IsTransient: true } => ExitCode.Unreachable,
        DataProblemException or NetworkProblemException or SafetensorsException or OnnxRuntimeException => ExitCode.BadInput,
        _ => ExitCode.Failed,
    };

    /// <summary>One sentence; for what nobody foresaw also how to learn more, or all that is known when the user asked for it.</summary>
    public static string Describe(Exception fault, bool verbose) => fault switch
    {
        OperationCanceledException => "Interrupted.",
        _ when IsForeseen(fault) => fault.Message,
        _ when verbose => fault.ToString(),
        _ => $"Something unexpected happened: {fault.Message} (The same command with -v tells all details.)",
    };

    // The exceptions of this solution carry a sentence for the user; others were written for programmers.
    private static bool IsForeseen(Exception fault) =>
        fault.GetType().Namespace?.StartsWith(nameof(Distill), StringComparison.Ordinal) ?? false;
}
