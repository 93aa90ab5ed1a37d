using System.CommandLine;
using Distill.Jobs;

namespace Distill.Cli.Commands;

/// <summary><c>distill init</c>: a commented job file to begin with.</summary>
internal static class Init
{
    private static readonly Argument<string?> s_example = new("example")
    {
        Description = $"A bundled job to copy ({string.Join(", ", JobExamples.Names)}); without one, a file that explains every setting",
        DefaultValueFactory = _ => null,
    };

    private static readonly Option<string> s_to = new("--to")
    {
        Description = "The file to write",
        HelpName = "file",
        DefaultValueFactory = _ => "job.yaml",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "init", "Write a commented job file", [s_example, s_to], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var example = call.Parse.GetValue(s_example);
        var text = example is null ? JobExamples.Template : JobExamples.Text(example)
            ?? throw new CommandException(ExitCode.NotFound, $"There is no bundled job \"{example}\"; bundled are {string.Join(", ", JobExamples.Names)}.");
        var file = call.Parse.GetRequiredValue(s_to);
        try
        {
            await using var stream = new FileStream(file, FileMode.CreateNew);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(text);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new CommandException(ExitCode.BadInput, $"{file} is there already and stays as it is; name another file with --to.");
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.BadInput, $"{file} cannot be written: {refusal.Message}");
        }

        call.Write(new { File = file }, _ => new Spectre.Console.Text($"Wrote {file}."));
        call.Say($"Next: distill validate {file}, distill estimate {file}, distill run {file}");
        return ExitCode.Ok;
    }
}
