using Distill.Data;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Finds what an ONNX graph takes: one batch of images.</summary>
internal static class InputReader
{
    private static readonly IReadOnlySet<NodeProto> s_none = new HashSet<NodeProto>();

    /// <returns>The value that holds normalised pixels, the shape of an image, and the nodes that only prepare those pixels.</returns>
    public static (string Images, ImageShape Input, IReadOnlySet<NodeProto> Skipped) Read(ModelProto model, ImageShape? size)
    {
        var constants = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        var inputs = model.Graph.Input.Where(value => !constants.Contains(value.Name)).ToList();
        if (inputs is not [var only])
        {
            throw new NetworkProblemException($"takes {inputs.Count} inputs ({string.Join(", ", inputs.Select(value => value.Name).Take(5))}) instead of one batch of images");
        }

        var sides = only.Type?.TensorType?.Shape?.Dim.Select(side => side.HasDimValue && side.DimValue > 0 ? side.DimValue : (long?)null).ToList() ?? [];
        var type = only.Type?.TensorType?.ElemType;
        if (type == ElementTypes.Byte)
        {
            return Bytes(model, only.Name, sides);
        }

        if (!ElementTypes.IsFloat(type ?? 0) || sides is not [var count, _, _, _])
        {
            throw new NetworkProblemException($"takes \"{only.Name}\", which is not a batch of images (N, channels, height, width) in floats");
        }

        if (count > 1)
        {
            throw new NetworkProblemException($"takes exactly {count} images at once; it has to be exported for one, or for any number");
        }

        return (only.Name, Shape(sides[1] ?? size?.Channels, sides[2] ?? size?.Height, sides[3] ?? size?.Width), s_none);
    }

    /// <summary>Our own files may scale bytes themselves; the network then starts behind that.</summary>
    private static (string Images, ImageShape Input, IReadOnlySet<NodeProto> Skipped) Bytes(ModelProto model, string input, List<long?> sides)
    {
        var head = model.Graph.Node.TakeWhile(node => node.Name.StartsWith($"{Preprocessing.Name}.", StringComparison.Ordinal)).ToHashSet();
        return head.Count > 0 && model.ProducerName == OnnxExport.Producer && sides is [_, var height, var width, var channels]
            ? (model.Graph.Node[head.Count - 1].Output[0], Shape(channels, height, width), head)
            : throw new NetworkProblemException($"takes \"{input}\" as bytes, and only files of this program that do so can be read");
    }

    private static ImageShape Shape(long? channels, long? height, long? width) =>
        channels is null || height is null || width is null
            ? throw new NetworkProblemException("leaves the size of its images open, and nothing else says it; it has to be exported with a fixed height and width")
        : channels > int.MaxValue || height > int.MaxValue || width > int.MaxValue
            ? throw new NetworkProblemException($"takes images of {channels}x{height}x{width}, which are too large")
        : new ImageShape((int)channels, (int)height, (int)width);
}
