using System.CommandLine;
using System.CommandLine.Completions;
using Distill.Pipeline.Jobs;

namespace Distill.Cli.Commands;

/// <summary>
/// <c>distill completion SHELL</c> prints the few lines that have a shell ask <c>distill complete</c>, which answers with the words that may
/// follow: verbs, options, and the names of the store's jobs.
/// </summary>
internal static class Completion
{
    private static readonly Argument<string> s_shell = Shell();

    private static readonly Argument<int> s_position = new("position") { Description = "Where the cursor is" };

    private static readonly Argument<string> s_line = new("line") { Description = "The line so far" };

    private static readonly Dictionary<string, string> s_scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # distill completion bash > ~/.local/share/bash-completion/completions/distill
            _distill() { local IFS=$'\n'; COMPREPLY=($(distill complete "$COMP_POINT" "$COMP_LINE" 2>/dev/null)); }
            complete -o default -F _distill distill
            """,
        ["zsh"] = """
            # distill completion zsh > "${fpath[1]}/_distill"
            #compdef distill
            _distill() { local -a words; words=("${(@f)$(distill complete $CURSOR "$BUFFER" 2>/dev/null)}"); compadd -a words; _files; }
            compdef _distill distill
            """,
        ["fish"] = """
            # distill completion fish > ~/.config/fish/completions/distill.fish
            complete -c distill -a '(distill complete (string length -- (commandline -cp)) (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] = """
            # distill completion pwsh >> $PROFILE
            Register-ArgumentCompleter -Native -CommandName distill -ScriptBlock {
              param($word, $ast, $cursor)
              distill complete $cursor "$ast" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "completion", "Print what has a shell complete this program's words", [s_shell], call =>
        {
            call.WriteText(s_scripts[call.Parse.GetRequiredValue(s_shell)].ReplaceLineEndings("\n"));
            return Task.FromResult(ExitCode.Ok);
        });

    public static Command CreateAnswer(Terminal terminal)
    {
        var answer = Verb.Create(terminal, "complete", "Say which words may follow", [s_position, s_line], call => AnswerAsync(call, CommandLine.Create(terminal)));
        answer.Hidden = true;
        return answer;
    }

    private static async Task<int> AnswerAsync(Invocation call, Command root)
    {
        var line = call.Parse.GetRequiredValue(s_line);
        var before = line[..Math.Clamp(call.Parse.GetValue(s_position), 0, line.Length)];
        // The first word is the program's own name, by whatever path it was called.
        var start = before.IndexOf(' ') is >= 0 and var space ? space + 1 : before.Length;
        var typed = before[start..];
        var word = typed[(typed.LastIndexOf(' ') + 1)..];
        var parse = root.Parse(typed);
        var words = parse.GetCompletions(typed.Length).Select(item => item.InsertText ?? item.Label).ToList();
        if (parse.CommandResult.Command.Arguments.Any(argument => argument == JobName.Required || argument == JobName.OrLatest || argument == Compare.Jobs))
        {
            words.AddRange(await new JobStore(call.OpenStore()).NamesAsync(call.Terminal.Interrupted));
        }

        foreach (var found in words.Where(found => found.StartsWith(word, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal))
        {
            call.WriteText(found);
        }

        return ExitCode.Ok;
    }

    private static Argument<string> Shell()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh" };
        return shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
    }
}
