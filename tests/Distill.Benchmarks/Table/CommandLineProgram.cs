using System.Diagnostics;
using Distill.Tests.Support;

namespace Distill.Benchmarks.Table;

/// <summary>The program <c>distill</c> as <c>./distill</c> starts it, in a process of its own.</summary>
internal static class CommandLineProgram
{
    /// <summary>What <c>dotnet</c> runs.</summary>
    public static string Path { get; } = Repository.PathOf("artifacts/bin/Distill.Cli/release/Distill.Cli.dll");

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; it has said why on this process's own standard error.</exception>
    public static async Task RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path, .. arguments]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"distill {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
