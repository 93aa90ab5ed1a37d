using System.CommandLine;

namespace Distill.Cli;

/// <summary>Makes one verb of the command line: its symbols, what it does, and what becomes of its errors.</summary>
internal static class Verb
{
    /// <param name="terminal">What the verb reads and writes.</param>
    /// <param name="name">The word that the user types.</param>
    /// <param name="description">One line for the help page.</param>
    /// <param name="symbols">Arguments and options beside the global ones.</param>
    /// <param name="act">Does it, and returns one of <see cref="ExitCode"/>.</param>
    public static Command Create(Terminal terminal, string name, string description, IEnumerable<Symbol> symbols, Func<Invocation, Task<int>> act)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
            }
        }

        command.SetAction(async (parse, _) =>
        {
            Invocation? invocation = null;
            try
            {
                invocation = new Invocation(terminal, parse);
                return await act(invocation);
            }
            catch (Exception fault)
            {
                await terminal.Error.WriteLineAsync(Faults.Describe(fault, invocation?.Settings.Verbose ?? false));
                return Faults.ExitCodeOf(fault);
            }
            finally
            {
                invocation?.Dispose();
            }
        });
        return command;
    }
}
