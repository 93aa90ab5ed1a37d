using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// An enum by its name in snake case, as <see cref="JsonStringEnumConverter"/> has it; that one reads numbers and other spellings, too, and what it
/// needs compiled for it costs <c>distill list</c> a hundredth of a second.
/// </summary>
internal sealed class SnakeCaseEnum<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly T[] s_values = Enum.GetValues<T>();
    private static readonly string[] s_names = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.GetString();
        return Array.IndexOf(s_names, name) is >= 0 and var at
            ? s_values[at]
            : throw new JsonException($"\"{name}\" is none of {string.Join(", ", s_names)}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(s_names[Array.IndexOf(s_values, value)]);
}
