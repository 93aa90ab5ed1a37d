using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>A table of figures: the first cell of a row is its heading, all others are right-aligned and scroll sideways where they do not fit.</summary>
internal static class Table
{
    /// <param name="caption">What the table shows; also the name of the scrolling region.</param>
    /// <param name="columns">The column headings; an empty one is left blank.</param>
    /// <param name="rows">Rows of as many cells as there are columns.</param>
    public static Html Of(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) => Html.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}">
        <table>
        <caption>{caption}</caption>
        <thead><tr>{Join(columns.Select(column => column.Length == 0 ? Html.Of($"<td></td>") : Html.Of($"""<th scope="col">{column}</th>""")))}</tr></thead>
        <tbody>
        {Html.Lines(rows.Select(Row))}
        </tbody>
        </table>
        </div>
        """);

    private static Html Row(IReadOnlyList<string> cells) =>
        Html.Of($"""<tr><th scope="row">{cells[0]}</th>{Join(cells.Skip(1).Select(cell => Html.Of($"<td>{cell}</td>")))}</tr>""");

    private static Html Join(IEnumerable<Html> cells) => new(string.Concat(cells));
}
