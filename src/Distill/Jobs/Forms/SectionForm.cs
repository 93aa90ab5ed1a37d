using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;
using Distill.Wording;

namespace Distill.Jobs.Forms;

/// <summary>A section: a record whose settings have names. The table of its keys is all that there is to know about it.</summary>
/// <param name="blank">The record with every default, which may depend on the section's kind.</param>
/// <param name="keys">All settings, in the order in which they are written.</param>
internal sealed class SectionForm<T>(Func<string?, T> blank, IReadOnlyList<Key<T>> keys) : Form<T>
    where T : class
{
    /// <summary>Name of the setting that decides which others there are.</summary>
    public const string Kind = "kind";

    private readonly string[] _names = [.. keys.Select(key => key.Name)];

    /// <summary>The setting that a single value stands for: <c>flip</c> instead of <c>{ kind: flip }</c>.</summary>
    public string? Shorthand { get; init; }

    /// <summary>Looks for settings that do not go together.</summary>
    public Action<SectionReading<T>> Check { get; init; } = _ => { };

    public override string Phrase => $"a section with {string.Join(", ", _names.Take(3))}{(_names.Length > 3 ? " and so on" : "")}";

    public override bool TryRead(Setting setting, SettingPath path, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (setting is not SectionSetting section)
        {
            Refuse(setting, path, problems);
            value = null;
            return false;
        }

        RefuseUnknown(section, path, problems);
        value = ReadKeys(section, path, problems, out var kindIsKnown);
        if (kindIsKnown)
        {
            RefuseMisplaced(value, section, path, problems);
            Check(new SectionReading<T>(value, section, path, problems));
        }

        return true;
    }

    public override Setting Expand(Setting setting) => setting switch
    {
        ScalarSetting { IsEmpty: false, IsNone: false } when Shorthand is not null =>
            new SectionSetting([new SectionEntry(Shorthand, setting.Place, setting)], setting.Place),
        SectionSetting section => new SectionSetting(
            [.. section.Entries.Select(entry => keys.FirstOrDefault(key => key.Name == entry.Key) is { } known ? entry with { Value = known.Expand(entry.Value) } : entry)],
            section.Place),
        _ => setting,
    };

    public override Setting Write(T value) => WriteSection(value);

    /// <summary>Every setting that belongs to the section, with its value.</summary>
    public SectionSetting WriteSection(T value) =>
        new([.. keys.Where(key => key.IsWritten(value) && key.Applies(value)).Select(key => new SectionEntry(key.Name, default, key.Write(value)))]);

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            properties[key.Name] = key.Schema(blank(null));
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (keys.Any(key => key.Required))
        {
            schema["required"] = new JsonArray([.. keys.Where(key => key.Required).Select(key => JsonValue.Create(key.Name))]);
        }

        return Shorthand is null
            ? schema
            : new JsonObject { ["anyOf"] = new JsonArray(properties[Shorthand]!.DeepClone(), schema) };
    }

    /// <summary>Which settings belong to a section, and go together, is only known once its kind is.</summary>
    private T ReadKeys(SectionSetting section, SettingPath path, ProblemList problems, out bool kindIsKnown)
    {
        var value = blank((section.Find(Kind)?.Value as ScalarSetting)?.Text);
        kindIsKnown = true;
        foreach (var key in keys)
        {
            var before = problems.Count;
            if (section.Find(key.Name) is { } entry)
            {
                value = key.Read(value, entry.Value, path / key.Name, problems);
            }
            else if (key.Required)
            {
                problems.Add(section.Place, $"{path} needs \"{key.Name}\": {key.About}.");
            }

            kindIsKnown &= key.Name != Kind || problems.Count == before;
        }

        return value;
    }

    private void RefuseMisplaced(T value, SectionSetting section, SettingPath path, ProblemList problems)
    {
        foreach (var key in keys.Where(key => !key.Applies(value)))
        {
            if (section.Find(key.Name) is { } misplaced)
            {
                problems.Add(misplaced.KeyPlace, $"{path / key.Name} is only for {key.OnlyFor}; take it out.");
            }
        }
    }

    private void RefuseUnknown(SectionSetting section, SettingPath path, ProblemList problems)
    {
        foreach (var entry in section.Entries.Where(entry => !_names.Contains(entry.Key)))
        {
            var meant = keys.FirstOrDefault(key => key.KnownElsewhereAs.Contains(entry.Key))?.Name ?? Suggestion.Nearest(entry.Key, _names);
            var advice = meant is null ? $"known are {string.Join(", ", _names)}." : $"did you mean \"{meant}\"?";
            problems.Add(entry.KeyPlace, $"{path} has no setting \"{entry.Key}\"; {advice}");
        }
    }
}
