namespace Distill.Jobs.Yaml;

/// <summary>A single value.</summary>
internal sealed class ScalarSetting(string text, bool quoted, Place place = default) : Setting(place)
{
    public string Text { get; } = text;

    /// <summary>A quoted value is text and never a number, a flag or none.</summary>
    public bool Quoted { get; } = quoted;

    /// <summary>The author said that there is no value: <c>null</c> or <c>~</c>.</summary>
    public bool IsNone => !Quoted && Text is ("null" or "~");

    /// <summary>The author wrote nothing after the colon.</summary>
    public bool IsEmpty => !Quoted && Text.Length == 0;

    public override string Called => IsEmpty ? "empty" : IsNone || (!Quoted && double.TryParse(Text, out _)) ? Text : $"\"{Text}\"";

    public static ScalarSetting None => new("null", quoted: false);
}
