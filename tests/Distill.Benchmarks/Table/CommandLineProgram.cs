using Distill.Tests.Support;

namespace Distill.Benchmarks.Table;

/// <summary>The program <c>distill</c> as <c>./distill</c> starts it, in a process of its own.</summary>
internal static class CommandLineProgram
{
    /// <summary>What <c>dotnet</c> runs.</summary>
    public static string Path { get; } = Repository.PathOf("artifacts/bin/Distill.Cli/release/Distill.Cli.dll");
}
