using System.Text;
using System.Text.Json;
using Distill.Data;

namespace Distill.Networks;

/// <summary>
/// The file form of a network (<c>network.json</c>): one line for each node, every setting written out, always the same
/// text for the same network.
/// </summary>
public static class NetworkJson
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions s_strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The canonical text of a network; ends with a line feed.</summary>
    public static string Write(Network network)
    {
        static string Json<T>(T value) => JsonSerializer.Serialize(value, s_strict);

        return new StringBuilder("{\n")
            .Append($"\"version\": {Version},\n")
            .Append($"\"name\": {Json(network.Name)},\n")
            .Append($"\"input\": {Json(new InputFile(network.Input.Channels, network.Input.Height, network.Input.Width))},\n")
            .Append($"\"classes\": {network.Classes},\n")
            .Append("\"nodes\": [\n")
            .AppendJoin(",\n", network.Nodes.Select(Json))
            .Append("\n],\n")
            .Append($"\"output\": {Json(network.Output)}\n}}\n")
            .ToString();
    }

    /// <summary>Reads a network and checks it.</summary>
    /// <param name="json">The text of a file that <see cref="Write"/> made, or of one made by hand.</param>
    /// <exception cref="NetworkProblemException">
    /// The text is not JSON, has a setting that does not exist or lacks one, or its nodes do not fit together.
    /// </exception>
    public static Network Read(string json)
    {
        var file = Parse(json);
        if (file.Version != Version)
        {
            throw new NetworkProblemException(
                $"The network file has version {file.Version}, but this program reads version {Version}; use the program that wrote it, or a newer one.");
        }

        var input = new ImageShape(file.Input.Channels, file.Input.Height, file.Input.Width);
        return new Network(file.Name, input, file.Classes, file.Nodes, file.Output);
    }

    private static NetworkFile Parse(string json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<NetworkFile>(json, s_strict);
            if (file is not null && file.Nodes.All(node => node is not null && node.Inputs.All(input => input is not null)))
            {
                return file;
            }
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            var (line, path) = problem is JsonException { LineNumber: { } number } known
                ? ($"line {number + 1}", known.Path is { Length: > 1 } place ? $" ({place})" : "")
                : ("its start", "");
            throw new NetworkProblemException(
                $"The network file cannot be understood at {line}{path}; compare it with a network.json that a finished student has.", problem);
        }

        throw new NetworkProblemException("The network file has null where a node or an input belongs; give it a value.");
    }

    private sealed record NetworkFile(int Version, string Name, InputFile Input, int Classes, IReadOnlyList<Node> Nodes, string Output);

    private sealed record InputFile(int Channels, int Height, int Width);
}
