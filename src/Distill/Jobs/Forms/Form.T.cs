using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Forms;

/// <summary>What a value of a job file looks like: how it is read, written, and described to people and to editors.</summary>
internal abstract class Form<T>
{
    /// <summary>Ends the sentence "training.epochs must be ...": <c>a whole number of at least 1</c>.</summary>
    public abstract string Phrase { get; }

    /// <summary>
    /// Reads a value. What is wrong becomes a problem; a section with problems inside is still returned, with defaults in
    /// their place, so that later checks can look at the rest.
    /// </summary>
    public abstract bool TryRead(Setting setting, SettingPath path, ProblemList problems, [MaybeNullWhen(false)] out T value);

    /// <summary>The setting written out in full, where a single value stands for a section; to be done before reading.</summary>
    public virtual Setting Expand(Setting setting) => setting;

    public abstract Setting Write(T value);

    /// <summary>The form as a JSON schema.</summary>
    public abstract JsonObject Schema();

    protected void Refuse(Setting setting, SettingPath path, ProblemList problems) => problems.Add(
        setting.Place,
        setting is ScalarSetting { IsEmpty: true } ? $"{path} has no value; it must be {Phrase}." : $"{path} must be {Phrase}, not {setting.Called}.");
}
