using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Distill.Reports.Markup;

/// <summary>What the compiler makes of an interpolated string that becomes <see cref="Html"/>: literal parts stay, all else is escaped.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

    public string Text => _text.ToString();

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html html) => _text.Append(html.Text);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    public void AppendFormatted<T>(T value, string? format)
    {
        var text = value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString();
        _text.Append(WebUtility.HtmlEncode(text));
    }
}
