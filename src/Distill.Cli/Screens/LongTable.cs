using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>
/// A table of as many rows as a store has jobs, a line each. Where it is too wide the widest columns are cut, with <c>…</c>. Spectre's own table reads
/// every cell as markup and lays it out word by word, which for a thousand jobs took a third of the command's time.
/// </summary>
internal sealed class LongTable(params IReadOnlyList<LongTable.Column> columns) : IRenderable
{
    private const string Gap = " ";
    private const string Cut = "…";
    private const int Narrowest = 4;

    private readonly List<IReadOnlyList<Cell>> _rows = [[.. columns.Select(column => new Cell(column.Heading))]];

    public void Add(params IReadOnlyList<Cell> cells) => _rows.Add([.. cells.Select(cell => cell with { Text = Plain(cell.Text) })]);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(columns.Count * (Narrowest + Gap.Length), maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var widths = Widths(maxWidth);
        foreach (var row in _rows)
        {
            for (var at = 0; at < columns.Count; at++)
            {
                var text = Fitted(row[at].Text, widths[at]);
                var blanks = new string(' ', widths[at] - WidthOf(text));
                yield return new Segment(columns[at].IsRight ? blanks + text : text + blanks, row[at].Style ?? Style.Plain);
                yield return at + 1 < columns.Count ? new Segment(Gap) : Segment.LineBreak;
            }
        }
    }

    private int[] Widths(int maxWidth)
    {
        var widths = new int[columns.Count];
        foreach (var row in _rows)
        {
            for (var at = 0; at < widths.Length; at++)
            {
                widths[at] = Math.Max(widths[at], WidthOf(row[at].Text));
            }
        }

        for (var excess = widths.Sum() + ((widths.Length - 1) * Gap.Length) - maxWidth; excess > 0 && widths.Max() > Narrowest; excess--)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        return widths;
    }

    private static string Fitted(string text, int width)
    {
        if (WidthOf(text) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        var used = Cut.Length;
        foreach (var rune in text.EnumerateRunes())
        {
            used += WidthOf(rune.ToString());
            if (used > width)
            {
                break;
            }

            kept.Append(rune);
        }

        return $"{kept}{Cut}";
    }

    // A line break or an escape in a name is the name's, and not the terminal's.
    private static string Plain(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(sign => char.IsControl(sign) ? '?' : sign)) : text;

    // What is not ASCII may take two columns, or none.
    private static int WidthOf(string text) => Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    internal readonly record struct Column(string Heading, bool IsRight = false);

    internal readonly record struct Cell(string Text, Style? Style = null)
    {
        public static implicit operator Cell(string text) => new(text);
    }
}
