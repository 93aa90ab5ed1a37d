using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>
/// A setting with the form of its value and its way in and out of the section's record. A value that is
/// <see langword="null"/> in the record is written as none.
/// </summary>
internal sealed record Key<TSection, TValue>(string Name, Form<TValue> Form, Func<TSection, object?> Get, Func<TSection, TValue, TSection> Set)
    : Key<TSection>(Name)
{
    /// <summary>The record without a value, where <c>null</c> may be written; <see langword="null"/> where it may not.</summary>
    public Func<TSection, TSection>? Clear { get; init; }

    public override TSection Read(TSection section, Setting setting, SettingPath path, ProblemList problems)
    {
        if (Clear is not null && setting is ScalarSetting { IsNone: true })
        {
            return Clear(section);
        }

        return Form.TryRead(setting, path, problems, out var value) ? Set(section, value) : section;
    }

    public override Setting Expand(Setting setting) => Form.Expand(setting);

    public override Setting Write(TSection section) => Get(section) is TValue value ? Form.Write(value) : ScalarSetting.None;

    public override JsonObject Schema(TSection blank)
    {
        var schema = Form.Schema();
        if (Clear is not null)
        {
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        if (!Required && Default(Get(blank)) is { } preset)
        {
            schema["default"] = preset;
        }

        schema["description"] = OnlyFor is null ? About : $"{About} (only for {OnlyFor})";
        return schema;
    }

    private static JsonNode? Default(object? value) => value switch
    {
        bool flag => flag,
        int whole => whole,
        double number => number,
        string { Length: > 0 } text => text,
        IReadOnlyList<int> wholes => new JsonArray([.. wholes.Select(whole => JsonValue.Create(whole))]),
        IReadOnlyList<string> texts => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
        _ => null,
    };
}
