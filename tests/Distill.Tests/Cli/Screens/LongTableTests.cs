using Distill.Cli.Screens;
using Spectre.Console;
using Xunit;

namespace Distill.Tests.Cli.Screens;

public sealed class LongTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_figures_end_below_each_other() => Assert.Equal(
        """
        job       accuracy state
        a          74.99 % finished
        long-name   8.00 % failed

        """,
        Drawing.Of(Table(("a", "74.99 %", "finished"), ("long-name", "8.00 %", "failed"))));

    [Fact]
    public void A_sign_that_takes_two_columns_is_counted_as_two() => Assert.Equal(
        """
        job    accuracy state
        大きい   1.00 % finished
        resnet   2.00 % finished

        """,
        Drawing.Of(Table(("大きい", "1.00 %", "finished"), ("resnet", "2.00 %", "finished"))));

    [Fact]
    public void What_does_not_fit_is_cut_in_the_widest_column() => Assert.Equal(
        $"""
        job{new string(' ', 82)}accuracy state
        {new string('x', 83)}…   1.00 % queued

        """,
        Drawing.Of(Table((new string('x', 200), "1.00 %", "queued"))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sign_of_two_columns_is_never_cut_in_half(int before)
    {
        var lines = Drawing.Of(Table((new string('x', before) + string.Concat(Enumerable.Repeat('大', 60)), "1.00 %", "queued"))).Split('\n');

        Assert.Equal([100, 100], lines[..2].Select(line => line.Sum(sign => sign == '大' ? 2 : 1) + (line.EndsWith("state", StringComparison.Ordinal) ? 1 : 0)));
        Assert.Contains("…", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_does_not_break_a_line() => Assert.Contains("a?b?[1m ", Drawing.Of(Table(("a\nb\u001b[1m", "", "x"))), StringComparison.Ordinal);

    [Fact]
    public void What_looks_like_markup_is_written_as_it_is() =>
        Assert.Contains("[red]x[/]", Drawing.Of(Table(("[red]x[/]", "", ""))), StringComparison.Ordinal);

    private static LongTable Table(params (string Job, string Accuracy, string State)[] rows)
    {
        var table = new LongTable([new("job"), new("accuracy", IsRight: true), new("state")]);
        foreach (var (job, accuracy, state) in rows)
        {
            table.Add(new LongTable.Cell(job, new Style(Color.Green)), accuracy, state);
        }

        return table;
    }
}
