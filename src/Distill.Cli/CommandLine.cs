using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Distill.Cli.Commands;
using Distill.Cli.Commands.Students;
using Distill.Cli.Commands.Tokens;

namespace Distill.Cli;

/// <summary>The whole command line: its verbs, and what becomes of errors.</summary>
internal static class CommandLine
{
    // In the order in which a newcomer needs them.
    private static readonly Func<Terminal, Command>[] s_verbs =
    [
        Up.Create, Run.Create, Submit.Create, Submit.CreateLabel, Worker.Create, Init.Create, Validate.Create, Estimate.Create,
        Commands.List.Create, Show.Create, Watch.Create, Logs.Create, Metrics.Create, Compare.Create, StudentsCommand.Create,
        Export.Create, Inspect.Create, Measure.Create, Cancel.Create, Resume.Create, Retry.Create, Delete.Create, Queues.Create, GarbageCollection.Create, ServerCommand.Create, TokenCommand.Create, Doctor.Create,
        Completion.Create, Completion.CreateAnswer,
    ];

    /// <summary>Parses and runs one command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal)
    {
        var root = Create(terminal);
        var parse = root.Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parse.Action is ParseErrorAction unusable)
        {
            // Its suggestions are hints, not data, so they go where the error goes.
            configuration.Output = terminal.Error;
            unusable.ShowHelp = false;
            await parse.InvokeAsync(configuration, terminal.Interrupted);
            return ExitCode.BadInput;
        }

        return await parse.InvokeAsync(configuration, terminal.Interrupted);
    }

    internal static Command Create(Terminal terminal)
    {
        var root = new Command("distill", "Turns a big vision network and a dataset into small networks for small devices.");
        var help = new HelpAction();
        if (terminal.Width is { } width)
        {
            help.MaxWidth = width;
        }

        root.Options.Add(new HelpOption { Action = help });
        root.SetAction(help.Invoke);
        root.Options.Add(new VersionOption());
        foreach (var option in GlobalOptions.All)
        {
            root.Options.Add(option);
        }

        foreach (var create in s_verbs)
        {
            root.Subcommands.Add(create(terminal));
        }

        return root;
    }
}
