namespace Distill.Benchmarks.Table;

/// <summary>The program <c>distill</c>, to be started in a process of its own.</summary>
internal static class CommandLineProgram
{
    /// <summary>What <c>dotnet</c> runs.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Distill.Cli.dll");
}
