using System.Security.Cryptography;
using System.Text.Json;
using Distill.Artifacts;

namespace Distill.Pipeline.Inputs;

/// <summary>
/// The files of one input (<c>inputs/ID/manifest.json</c>). Laid end to end they are cut into parts of <see cref="PartBytes"/>, the
/// last one shorter, each of which lies in <c>inputs/parts/SHA256</c>: thousands of small pictures are few parts, and inputs share
/// what they have in common. The id is the SHA-256 of the manifest.
/// </summary>
internal sealed record InputManifest
{
    public const int CurrentVersion = 1;

    /// <summary>Size of a part.</summary>
    public const int PartBytes = 4 << 20;

    private const int HashLength = 64;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private long? _total;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Name of the folder that the files lay in; reports call a dataset by it.</summary>
    public required string Name { get; init; }

    /// <summary>The files, in ordinal order of their paths.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>SHA-256 of each part.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    public static string IdOf(ReadOnlySpan<byte> manifest) => Convert.ToHexStringLower(SHA256.HashData(manifest));

    public static bool IsHash(string text) => text.Length == HashLength && text.All(char.IsAsciiHexDigitLower);

    public long TotalBytes() => _total ??= Files.Sum(file => file.Bytes);

    public int LengthOf(int part) => (int)Math.Min(PartBytes, TotalBytes() - (long)part * PartBytes);

    /// <summary>Reads a manifest and refuses one that is not the named one, or that would write outside of its folder.</summary>
    /// <exception cref="StoreException">It cannot be trusted.</exception>
    public static InputManifest Read(ReadOnlySpan<byte> json, string id, string place)
    {
        if (IdOf(json) != id)
        {
            throw Untrusted(place, "its SHA-256 is not its name");
        }

        InputManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<InputManifest>(json, s_json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException)
        {
            throw Untrusted(place, "it is no manifest");
        }

        if (manifest.Version > CurrentVersion)
        {
            throw new StoreException($"{place} is a manifest of version {manifest.Version}, and this program reads up to version {CurrentVersion}: use a newer program.");
        }

        return InputRules.Problem(manifest) is { } problem ? throw Untrusted(place, problem) : manifest;
    }

    private static StoreException Untrusted(string place, string why) =>
        new($"{place} cannot be trusted, because {why}; delete it and submit the job again from a machine that has its files.");
}
