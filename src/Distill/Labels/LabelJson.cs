using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distill.Labels;

/// <summary>How the JSON beside the labels is written: the same object always gives the same bytes.</summary>
internal static class LabelJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, s_options);

    /// <exception cref="LabelCorruptException">The text is not such an object.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, s_options) ?? throw new JsonException("it is empty");
        }
        catch (JsonException reason)
        {
            throw new LabelCorruptException($"{source} is corrupt, because it is not the JSON that was written there; remove it and run again.", reason);
        }
    }
}
