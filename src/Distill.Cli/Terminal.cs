using System.Runtime.InteropServices;
using Spectre.Console;

namespace Distill.Cli;

/// <summary>What the program sees of the world: three streams, a clock, the environment and the wish to stop. Tests bring their own.</summary>
internal sealed record Terminal
{
    // A file has no margin: lines break where their reader breaks them.
    private const int WidthOfAFile = 10_000;

    /// <summary>Data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, hints and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Answers to questions.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns; null asks the terminal.</summary>
    public int? Width { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Looks up an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Cancelled when the user wants the program to stop.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>Whether progress may be drawn over itself; build servers and dumb terminals get lines instead.</summary>
    public bool IsLive => ErrorIsTerminal && Variable("TERM") != "dumb" && string.IsNullOrEmpty(Variable("CI"));

    public static Terminal OfThisProcess(CancellationToken interrupted) => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        InIsTerminal = !Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Time = TimeProvider.System,
        Variable = Environment.GetEnvironmentVariable,
        Interrupted = interrupted,
    };

    /// <summary>The console for data.</summary>
    public IAnsiConsole DataConsole(bool noColor) => Create(Out, OutIsTerminal, noColor);

    /// <summary>The console for progress, hints and errors.</summary>
    public IAnsiConsole MessageConsole(bool noColor) => Create(Error, ErrorIsTerminal, noColor);

    private IAnsiConsole Create(TextWriter writer, bool isTerminal, bool noColor)
    {
        var ansi = isTerminal && Variable("TERM") != "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ansi && !noColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Capabilities.Unicode = true;
        if (Width is { } width || !isTerminal)
        {
            console.Profile.Width = Width ?? WidthOfAFile;
        }

        return console;
    }
}
