using System.Text;

namespace Distill.Jobs.Yaml;

/// <summary>Writes settings as YAML in one fixed way: block sections, lists of single values in brackets.</summary>
internal sealed class YamlText(Func<SettingPath, string?> comment)
{
    private const int CommentColumn = 44;

    private readonly StringBuilder _text = new();

    public static string Write(SectionSetting top) => Write(top, _ => null);

    public static string Write(SectionSetting top, Func<SettingPath, string?> comment)
    {
        var writer = new YamlText(comment);
        writer.Section(top, SettingPath.Root, indentation: "", first: "");
        return writer._text.ToString();
    }

    /// <summary>Before the first key of a list item stands its dash instead of the indentation.</summary>
    private void Section(SectionSetting section, SettingPath path, string indentation, string first)
    {
        var lead = first;
        foreach (var entry in section.Entries)
        {
            Value($"{lead}{entry.Key}:", entry.Value, path / entry.Key, indentation);
            lead = indentation;
        }
    }

    private void Value(string head, Setting value, SettingPath path, string indentation)
    {
        switch (value)
        {
            case SectionSetting { Entries.Count: > 0 } section:
                _text.Append(head).Append('\n');
                Section(section, path, indentation + "  ", indentation + "  ");
                break;
            case ListSetting list when list.Items.Any(item => item is SectionSetting):
                _text.Append(head).Append('\n');
                for (var index = 0; index < list.Items.Count; index++)
                {
                    Section((SectionSetting)list.Items[index], path / index, indentation + "    ", indentation + "  - ");
                }

                break;
            default:
                Line($"{head} {Inline(value)}", comment(path));
                break;
        }
    }

    private void Line(string text, string? remark) =>
        _text.Append(remark is null ? text : $"{text.PadRight(CommentColumn)}  # {remark}").Append('\n');

    private static string Inline(Setting value) => value switch
    {
        ScalarSetting { Quoted: true } scalar => Quote(scalar.Text),
        ScalarSetting scalar => scalar.Text,
        ListSetting list => $"[{string.Join(", ", list.Items.Select(Inline))}]",
        _ => "{}",
    };

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                < ' ' or (>= '\x7f' and <= '\xa0') or (>= '\u2028' and <= '\u2029') or '\ufeff' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
