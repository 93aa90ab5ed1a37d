using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>The page's style sheet, <c>report.css</c> beside this file, which is embedded in the program.</summary>
internal static class Stylesheet
{
    private static readonly Lazy<string> s_text = new(Read);

    /// <summary>The style sheet as it goes into the page.</summary>
    public static Html Text => new(s_text.Value);

    private static string Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("report.css is not embedded in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}
