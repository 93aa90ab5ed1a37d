using Distill.Networks;

namespace Distill.Onnx;

/// <summary>How a kernel or a pool moves over an image: the same in both directions, but for the padding.</summary>
internal sealed record Windows(int Stride, int Dilation, long Top, long Left, long Bottom, long Right)
{
    /// <summary>Whether the padding is the same on all sides.</summary>
    public bool IsEven => Top == Left && Top == Bottom && Top == Right;

    public static Windows Of(OnnxNode node, long height, long width, long[] image_CHW)
    {
        var stride = Same(node, "strides");
        var dilation = Same(node, "dilations");
        if (height <= 0 || width <= 0 || height > int.MaxValue || width > int.MaxValue)
        {
            throw OnnxNode.Unfit($"has a window of {height} by {width} pixels");
        }

        var (top, left, bottom, right) = Padding(node, [(height - 1) * dilation + 1, (width - 1) * dilation + 1], stride, image_CHW);
        return new Windows(stride, dilation, top, left, bottom, right);
    }

    /// <summary>Adds the padding as a node of its own where the operator cannot.</summary>
    /// <param name="node">The node that needs it.</param>
    /// <param name="image">The value to pad.</param>
    /// <param name="value">What to pad with, or null if the operator pads by itself.</param>
    /// <param name="padding">What is left to the operator.</param>
    public string PadApart(OnnxNode node, string image, double? value, out int padding)
    {
        padding = value is null ? (int)Top : 0;
        return value is { } number ? node.Help("pad", new Pad([0, Top, Left], [0, Bottom, Right], number), image) : image;
    }

    private static int Same(OnnxNode node, string attribute) => node.Integers(attribute) switch
    {
        null or [] => 1,
        [var rows, var columns] when rows == columns && rows is > 0 and <= int.MaxValue => (int)rows,
        var others => throw OnnxNode.Unfit($"has {attribute} {Shapes.Text(others)}; only two equal ones are possible here"),
    };

    private static (long Top, long Left, long Bottom, long Right) Padding(OnnxNode node, long[] kernel, int stride, long[] image_CHW)
    {
        var mode = node.Text("auto_pad", "NOTSET");
        if (mode is "SAME_UPPER" or "SAME_LOWER")
        {
            long Total(int side) => Math.Max(0, ((image_CHW[side + 1] + stride - 1) / stride - 1) * stride + kernel[side] - image_CHW[side + 1]);
            var (rows, columns) = (Total(0), Total(1));
            var (top, left) = mode == "SAME_UPPER" ? (rows / 2, columns / 2) : ((rows + 1) / 2, (columns + 1) / 2);
            return (top, left, rows - top, columns - left);
        }

        return (mode == "VALID" ? null : node.Integers("pads")) switch
        {
            null or [] => (0, 0, 0, 0),
            [var top, var left, var bottom, var right] when new[] { top, left, bottom, right }.All(side => side is >= 0 and <= int.MaxValue) => (top, left, bottom, right),
            var others => throw OnnxNode.Unfit($"has pads {Shapes.Text(others)}; four that are not negative are needed"),
        };
    }
}
