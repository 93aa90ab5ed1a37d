using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Jobs.Sections;

namespace Distill.Jobs;

/// <summary>The form of a job file as a JSON schema, with which editors complete and check while one is written.</summary>
public static class JobSchema
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>
    /// The schema (draft 07). It knows every setting with its type, bounds, default and meaning; what the settings have to
    /// agree on among each other only <see cref="JobReader"/> checks.
    /// </summary>
    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Distill job",
        };
        foreach (var (name, value) in JobSection.Settings.Schema())
        {
            schema[name] = value?.DeepClone();
        }

        // A recipe gives the training.
        schema["required"] = new JsonArray([.. schema["required"]!.AsArray().Select(key => key!.GetValue<string>()).Where(key => key != "training").Select(key => JsonValue.Create(key))]);
        schema["anyOf"] = new JsonArray(Requires("training"), Requires("recipe"));
        schema["oneOf"] = new JsonArray(Requires("student"), Requires("students"));
        return schema.ToJsonString(s_options) + "\n";
    }

    private static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(JsonValue.Create(key)) };
}
