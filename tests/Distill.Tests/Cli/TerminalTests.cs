using Distill.Cli;
using Spectre.Console;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class TerminalTests
{
    [Theory]
    [InlineData(true, null, null, true)]
    [InlineData(false, null, null, false)]
    [InlineData(true, "TERM", "dumb", false)]
    [InlineData(true, "CI", "true", false)]
    [InlineData(true, "CI", "", true)]
    public void Only_a_capable_terminal_is_drawn_over(bool isTerminal, string? variable, string? value, bool live) =>
        Assert.Equal(live, Create(TextWriter.Null, isTerminal, variable, value).IsLive);

    [Fact]
    public void What_is_written_to_a_file_holds_no_escape_and_no_broken_line()
    {
        using var file = new StringWriter();

        Create(file, isTerminal: false).DataConsole(noColor: false).MarkupLine($"[green]{new string('x', 500)}[/]");

        Assert.Equal(new string('x', 500), file.ToString().TrimEnd());
    }

    [Fact]
    public void A_terminal_without_colours_still_gets_the_words()
    {
        using var screen = new StringWriter();

        Create(screen, isTerminal: true).DataConsole(noColor: true).MarkupLine("[green]good[/]");

        Assert.Equal("good", screen.ToString().TrimEnd());
    }

    private static Terminal Create(TextWriter writer, bool isTerminal, string? variable = null, string? value = null) => new()
    {
        Out = writer,
        Error = writer,
        OutIsTerminal = isTerminal,
        ErrorIsTerminal = isTerminal,
        Time = TimeProvider.System,
        Variable = name => name == variable ? value : null,
    };
}
