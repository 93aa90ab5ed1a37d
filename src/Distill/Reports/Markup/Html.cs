namespace Distill.Reports.Markup;

/// <summary>A piece of HTML. What an interpolated piece takes in is escaped, unless it is HTML itself.</summary>
/// <example><c>Html.Of($"&lt;td&gt;{name}&lt;/td&gt;")</c> is safe for any name.</example>
internal readonly record struct Html(string Text)
{
    public static Html Empty { get; } = new("");

    public static Html Of(HtmlInterpolation pieces) => new(pieces.Text);

    /// <summary>The pieces one after the other, each on a line of its own.</summary>
    public static Html Lines(IEnumerable<Html> pieces) => new(string.Join('\n', pieces.Select(piece => piece.Text).Where(text => text.Length > 0)));

    public static Html Lines(params ReadOnlySpan<Html> pieces) => Lines(pieces.ToArray().AsEnumerable());

    public override string ToString() => Text;
}
