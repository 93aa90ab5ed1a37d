using System.Globalization;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Reads tensors that an ONNX file keeps in files beside it, and never from anywhere else.</summary>
/// <param name="folder">The folder of the ONNX file; null where it is in none, and so has nothing beside it.</param>
internal sealed class ExternalData(string? folder)
{
    /// <summary>Whether a graph keeps any tensor outside its file.</summary>
    public static bool IsUsedBy(GraphProto graph) =>
        graph.Initializer.Any(tensor => tensor.ExternalData.Count > 0)
        || graph.Node.SelectMany(node => node.Attribute).Any(attribute =>
            attribute.T is { ExternalData.Count: > 0 } || (attribute.G is { } inner && IsUsedBy(inner)) || attribute.Graphs.Any(IsUsedBy));

    /// <summary>The bytes of a tensor.</summary>
    /// <exception cref="NetworkProblemException">The file is missing, too short, or outside the folder; the message does not name the model.</exception>
    public byte[] Read(TensorProto tensor)
    {
        var entries = tensor.ExternalData.GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Value);
        var location = entries.GetValueOrDefault("location", "");
        var path = Locate(tensor, location);
        var (offset, length) = (Number(tensor, entries, "offset"), Number(tensor, entries, "length"));
        try
        {
            using var file = File.OpenRead(path);
            var wanted = length ?? file.Length - (offset ?? 0);
            if ((offset ?? 0) > file.Length || wanted < 0 || wanted > file.Length - (offset ?? 0) || wanted > Array.MaxLength)
            {
                throw new NetworkProblemException($"tensor \"{tensor.Name}\" claims {wanted} bytes from byte {offset ?? 0} of {location}, which has {file.Length}");
            }

            file.Position = offset ?? 0;
            var bytes = new byte[wanted];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new NetworkProblemException($"tensor \"{tensor.Name}\" lies in {location}, which cannot be read ({problem.Message.TrimEnd('.')})", problem);
        }
    }

    /// <summary>A name is a place below the folder, with no link in between that leads elsewhere.</summary>
    private string Locate(TensorProto tensor, string location)
    {
        if (folder is null || location.Length == 0 || location.Contains('\0') || location.Contains('\\') || Path.IsPathRooted(location) || location.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw Outside(tensor, location);
        }

        var path = Path.GetFullPath(folder);
        foreach (var part in location.Split('/'))
        {
            path = Path.Join(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw Outside(tensor, location);
            }
        }

        return path;
    }

    private static long? Number(TensorProto tensor, Dictionary<string, string> entries, string key) =>
        !entries.TryGetValue(key, out var text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new NetworkProblemException($"tensor \"{tensor.Name}\" gives its {key} as \"{text}\", which is no number");

    private static NetworkProblemException Outside(TensorProto tensor, string location) =>
        new($"tensor \"{tensor.Name}\" lies in \"{location}\", which is not a file beside the model");
}
