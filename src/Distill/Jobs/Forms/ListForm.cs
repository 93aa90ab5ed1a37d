using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>A list whose items all have one form; the example is shown when something else was written.</summary>
internal sealed class ListForm<T>(Form<T> item, string example, int least, int most, bool distinct) : Form<IReadOnlyList<T>>
{
    public override string Phrase => $"a list such as {example}";

    public override bool TryRead(Setting setting, SettingPath path, ProblemList problems, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        if (setting is not ListSetting list)
        {
            Refuse(setting, path, problems);
            return false;
        }

        var values = new List<T>();
        for (var index = 0; index < list.Items.Count; index++)
        {
            if (item.TryRead(list.Items[index], path / index, problems, out var read))
            {
                if (distinct && values.Contains(read))
                {
                    problems.Add(list.Items[index].Place, $"{path / index} repeats {list.Items[index].Called}; name each once.");
                }

                values.Add(read);
            }
        }

        if (list.Items.Count < least)
        {
            problems.Add(list.Place, $"{path} is an empty list; it must be {Phrase}.");
        }

        if (list.Items.Count > most)
        {
            problems.Add(list.Items[most].Place, $"{path} has {list.Items.Count} items, but may have at most {most}; take some out.");
        }

        value = values;
        return true;
    }

    public override Setting Expand(Setting setting) => setting is ListSetting list
        ? new ListSetting([.. list.Items.Select(item.Expand)], list.Place)
        : setting;

    public override Setting Write(IReadOnlyList<T> value) => new ListSetting([.. value.Select(item.Write)]);

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema() };
        if (least > 0)
        {
            schema["minItems"] = least;
        }

        if (most < int.MaxValue)
        {
            schema["maxItems"] = most;
        }

        if (distinct)
        {
            schema["uniqueItems"] = true;
        }

        return schema;
    }
}
