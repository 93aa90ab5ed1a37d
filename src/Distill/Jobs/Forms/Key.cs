using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>One setting of a section. Reading, writing, the schema and every sentence about the setting come from here.</summary>
/// <param name="Name">Its name in the file.</param>
internal abstract record Key<TSection>(string Name)
{
    /// <summary>What it is, for people; begins in lower case and has no full stop.</summary>
    public required string About { get; init; }

    /// <summary>The file must state it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it is this key that writes the section's value, where another key is read into the same one.</summary>
    public Func<TSection, bool> IsWritten { get; init; } = _ => true;

    /// <summary>Names that other tools use for it.</summary>
    public IReadOnlyList<string> KnownElsewhereAs { get; init; } = [];

    /// <summary>Whose setting it is, where it does not belong to every section of this form: <c>soft_labels</c>.</summary>
    public string? OnlyFor { get; init; }

    /// <summary>Whether it belongs to this very section; goes with <see cref="OnlyFor"/>.</summary>
    public Func<TSection, bool> Applies { get; init; } = _ => true;

    /// <summary>The section with the value in it, or as it was when the value cannot be used.</summary>
    public abstract TSection Read(TSection section, Setting setting, SettingPath path, ProblemList problems);

    public abstract Setting Expand(Setting setting);

    public abstract Setting Write(TSection section);

    public abstract JsonObject Schema(TSection blank);
}
