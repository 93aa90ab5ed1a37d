using System.Text.Json;

namespace Distill.Artifacts;

/// <summary>
/// The content of a <c>manifest.json</c>: every file beside it with its SHA-256. It is written last, so a folder that has
/// one is complete, and a folder without one is to be ignored.
/// </summary>
public sealed record Manifest
{
    /// <summary>The version of this shape that the program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The name of the file in its folder.</summary>
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The version of the shape that this manifest has.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The files, in ordinal order of their paths.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>The manifest as JSON text; equal manifests give equal text.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json) + "\n";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where the text lies, for the message of an error.</param>
    /// <exception cref="StoreException">The text is no manifest, or one of a newer version.</exception>
    public static Manifest Read(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(json, s_json);
            return manifest is { Version: <= CurrentVersion }
                ? manifest
                : throw new StoreException($"{source} is a manifest of version {manifest?.Version}, and this program reads up to version {CurrentVersion}: use a newer program.");
        }
        catch (JsonException problem)
        {
            throw new StoreException($"{source} is not a manifest: what lies beside it cannot be trusted, so let the job write it again.", problem);
        }
    }
}
