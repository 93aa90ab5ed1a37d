using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>A list of named facts.</summary>
internal static class Facts
{
    public static Html List(IEnumerable<Html> facts) => Html.Of($"""
        <dl>
        {Html.Lines(facts)}
        </dl>
        """);

    public static Html Of(string name, string value) => Html.Of($"<dt>{name}</dt><dd>{value}</dd>");

    /// <summary>A fact to be copied: a digest, a path or a command.</summary>
    public static Html Code(string name, string value) => Html.Of($"<dt>{name}</dt><dd><code>{value}</code></dd>");
}
