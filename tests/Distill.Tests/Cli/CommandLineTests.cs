using Distill.Cli;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("help")]
    [InlineData("help.run", "run")]
    [InlineData("help.init", "init")]
    [InlineData("help.validate", "validate")]
    [InlineData("help.estimate", "estimate")]
    [InlineData("help.list", "list")]
    [InlineData("help.show", "show")]
    [InlineData("help.watch", "watch")]
    [InlineData("help.logs", "logs")]
    [InlineData("help.compare", "compare")]
    [InlineData("help.cancel", "cancel")]
    [InlineData("help.resume", "resume")]
    [InlineData("help.retry", "retry")]
    [InlineData("help.delete", "delete")]
    [InlineData("help.gc", "gc")]
    [InlineData("help.students", "students")]
    [InlineData("help.students.list", "students", "list")]
    [InlineData("help.students.pull", "students", "pull")]
    [InlineData("help.students.verify", "students", "verify")]
    [InlineData("help.inspect", "inspect")]
    [InlineData("help.up", "up")]
    [InlineData("help.server", "server")]
    [InlineData("help.token", "token")]
    [InlineData("help.token.create", "token", "create")]
    [InlineData("help.doctor", "doctor")]
    public async Task Every_help_page_is_approved(string name, params string[] verb)
    {
        var result = await _shell.RunAsync([.. verb, "--help"]);

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Approved.Verify(result.Out, $"Cli/{name}");
    }

    [Fact]
    public async Task Without_a_word_the_program_introduces_itself()
    {
        var bare = await _shell.RunAsync();
        var help = await _shell.RunAsync("--help");

        Assert.Equal(help, bare);
    }

    [Theory]
    [InlineData("rum", "digits")]
    [InlineData("run")]
    [InlineData("list", "-o", "xml")]
    [InlineData("students", "pull")]
    [InlineData("doctor", "--fxi")]
    [InlineData("compare", "one")]
    public async Task A_command_line_that_makes_no_sense_is_bad_input_and_writes_no_data(params string[] args)
    {
        var result = await _shell.RunAsync(args);

        Assert.Equal((ExitCode.BadInput, ""), (result.ExitCode, result.Out));
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public async Task A_misspelt_verb_is_answered_with_the_nearest_one()
    {
        var result = await _shell.RunAsync("validat", "job.yaml");

        Assert.Contains("validate", result.Error, StringComparison.Ordinal);
    }
}
