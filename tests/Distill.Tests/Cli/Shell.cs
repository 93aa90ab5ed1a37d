using Distill.Cli;
using Distill.Tests.Support;

namespace Distill.Tests.Cli;

/// <summary>Types commands in a folder of its own, where neither the environment nor the clock of this machine is seen.</summary>
internal sealed class Shell : IDisposable
{
    private readonly CancellationTokenSource _interruption = new();

    private readonly TimeProvider _time;

    /// <param name="time">The clock; one that stands still where none is given.</param>
    public Shell(TimeProvider? time = null)
    {
        _time = time ?? new ManualTime();
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"distill-shell-{Guid.NewGuid():N}");

    public string Store => Path.Combine(Folder, "store");

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>What a person at a terminal answers; null where there is no terminal.</summary>
    public string? Answer { get; set; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Interrupt() => _interruption.Cancel();

    /// <summary>Runs one command; the store is the shell's own.</summary>
    public async Task<ShellResult> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal
        {
            Out = output,
            Error = error,
            In = new StringReader(Answer ?? ""),
            InIsTerminal = Answer is not null,
            ErrorIsTerminal = Answer is not null,
            Width = 100,
            Time = _time,
            Variable = name => name == "DISTILL__Store" ? Store : Variables.GetValueOrDefault(name),
            Interrupted = _interruption.Token,
        };
        var exitCode = await CommandLine.RunAsync(args, terminal);
        return new ShellResult(exitCode, Neutral(output.ToString()), Neutral(error.ToString()));
    }

    public void Dispose()
    {
        _interruption.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    // The folder has another name every time; approved texts call it "~".
    private string Neutral(string text) => text.Replace(Folder, "~", StringComparison.Ordinal);
}
