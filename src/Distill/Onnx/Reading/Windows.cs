using System.Numerics;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>How a kernel or a pool moves over an image.</summary>
internal sealed record Windows(int StrideRows, int StrideColumns, int DilationRows, int DilationColumns, long Top, long Left, long Bottom, long Right)
{
    /// <summary>The stride that rows and columns have in common; what one has beyond it, <see cref="Thin"/> makes up for.</summary>
    public int Stride => (int)BigInteger.GreatestCommonDivisor(StrideRows, StrideColumns);

    /// <summary>The dilation that rows and columns have in common; what one has beyond it, <see cref="Spread"/> makes up for.</summary>
    public int Dilation => (int)BigInteger.GreatestCommonDivisor(DilationRows, DilationColumns);

    /// <summary>Whether the padding is the same on all sides.</summary>
    public bool IsEven => Top == Left && Top == Bottom && Top == Right;

    public static Windows Of(OnnxNode node, long height, long width, long[] image_CHW)
    {
        var (strideRows, strideColumns) = Both(node, "strides");
        var (dilationRows, dilationColumns) = Both(node, "dilations");
        if (height <= 0 || width <= 0 || height > int.MaxValue || width > int.MaxValue)
        {
            throw OnnxNode.Unfit($"has a window of {height} by {width} pixels");
        }

        // A side of one pixel has no gaps that a dilation could widen.
        dilationRows = height == 1 ? dilationColumns : dilationRows;
        dilationColumns = width == 1 ? dilationRows : dilationColumns;
        var (top, left, bottom, right) = Padding(
            node, [(height - 1) * dilationRows + 1, (width - 1) * dilationColumns + 1], [strideRows, strideColumns], image_CHW);
        return new Windows(strideRows, strideColumns, dilationRows, dilationColumns, top, left, bottom, right);
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

    /// <summary>A kernel with zeros for the pixels that only one of two different dilations skips.</summary>
    public Known Spread(Known kernel)
    {
        var (rows, columns) = (DilationRows / Dilation, DilationColumns / Dilation);
        if (rows == 1 && columns == 1)
        {
            return kernel;
        }

        var (height, width) = (kernel.Dimensions[2], kernel.Dimensions[3]);
        long[] shape = [kernel.Dimensions[0], kernel.Dimensions[1], (height - 1) * rows + 1, (width - 1) * columns + 1];
        var spread = new float[Folding.Count(shape)];
        for (var index = 0; index < kernel.Count; index++)
        {
            spread[(index / width / height * shape[2] + index / width % height * rows) * shape[3] + index % width * columns] = (float)kernel.At(index);
        }

        return new Known(shape, spread);
    }

    /// <summary>Of what a common stride gives, the rows and columns at which the longer of two different strides stops.</summary>
    public Flow Thin(OnnxNode node, Flow dense)
    {
        var value = dense.Node;
        foreach (var (axis, step, what) in new[] { (1, StrideRows / Stride, "rows"), (2, StrideColumns / Stride, "columns") })
        {
            if (step > 1)
            {
                var positions = (node.Draft.ShapeOf(value)[axis] - 1) / step + 1;
                value = node.Help(what, new Slice(axis, 0, positions, step), value);
            }
        }

        return new Flow(value, [1, .. node.Draft.ShapeOf(value)]);
    }

    private static (int Rows, int Columns) Both(OnnxNode node, string attribute) => node.Integers(attribute) switch
    {
        null or [] => (1, 1),
        [var rows, var columns] when Math.Min(rows, columns) > 0 && Math.Max(rows, columns) <= int.MaxValue => ((int)rows, (int)columns),
        var others => throw OnnxNode.Unfit($"has {attribute} {Shapes.Text(others)}; two that are positive are needed"),
    };

    private static (long Top, long Left, long Bottom, long Right) Padding(OnnxNode node, long[] kernel, int[] strides, long[] image_CHW)
    {
        var mode = node.Text("auto_pad", "NOTSET");
        if (mode is "SAME_UPPER" or "SAME_LOWER")
        {
            long Total(int side) => Math.Max(0, ((image_CHW[side + 1] + strides[side] - 1) / strides[side] - 1) * strides[side] + kernel[side] - image_CHW[side + 1]);
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
