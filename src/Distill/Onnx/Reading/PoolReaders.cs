using Distill.Networks;

namespace Distill.Onnx;

/// <summary>Translates what looks at windows or at whole images.</summary>
internal static class PoolReaders
{
    public static Operand MaxPool(OnnxNode node)
    {
        var (image, kernel, window) = Prepare(node);
        // A window may stick out by ceil mode, or by padding that is written out exactly as long as it sticks out.
        var shape = node.Draft.ShapeOf(image);
        var ceil = node.Integer("ceil_mode", 0) != 0;
        if (window.Top == window.Left && window.Top <= kernel / 2 && (ceil ? window.IsEven : IsCeilWrittenOut(window, kernel, shape)))
        {
            return node.Add(new MaxPool(kernel, window.Stride, (int)window.Top, ceil || !window.IsEven), image, leadingOne: true);
        }

        image = window.PadApart(node, image, float.MinValue, out _);
        return node.Add(new MaxPool(kernel, window.Stride, 0, ceil), image, leadingOne: true);
    }

    public static Operand AveragePool(OnnxNode node)
    {
        if (node.Flow().Dimensions is [_, _, var rows, var columns] && node.Integers("kernel_shape") is [var high, var wide]
            && (high, wide) == (rows, columns) && node.Text("auto_pad", "NOTSET") is "NOTSET" or "VALID" && (node.Integers("pads") ?? []).All(side => side == 0))
        {
            return GlobalAveragePool(node);
        }

        var (image, kernel, window) = Prepare(node);
        var (counted, ceil) = (node.Integer("count_include_pad", 0) != 0, node.Integer("ceil_mode", 0) != 0);
        if (!window.IsEven || window.Top > kernel / 2)
        {
            image = counted && !ceil ? window.PadApart(node, image, 0, out _) : throw OnnxNode.Unfit("averages with uneven padding that does not count");
            return node.Add(new AveragePool(kernel, window.Stride), image, leadingOne: true);
        }

        return node.Add(new AveragePool(kernel, window.Stride, (int)window.Top, counted, ceil), image, leadingOne: true);
    }

    public static Operand GlobalAveragePool(OnnxNode node) => node.Add(new GlobalAveragePool(), node.Image(node.Flow()), leadingOne: true);

    public static Operand ReduceMean(OnnxNode node)
    {
        var flow = node.Flow();
        var rank = flow.Dimensions.Length;
        int[] axes = [.. (node.Integers("axes", 1) ?? [.. Enumerable.Range(0, rank).Select(axis => (long)axis)]).Select(axis => OnnxNode.Axis(axis, rank)).Distinct().Order()];
        var keep = node.Integer("keepdims", 1) != 0;
        long[] dimensions = [.. flow.Dimensions.Index().Where(side => keep || !axes.Contains(side.Index)).Select(side => axes.Contains(side.Index) ? 1 : side.Item)];
        var result = rank == 4 && axes is [2, 3]
            ? node.Add(new GlobalAveragePool(), node.Image(flow), leadingOne: true)
            : node.Add(new Mean([.. axes.Select(axis => (long)OnnxNode.SampleAxis(flow, axis))]), node.Sample(flow), flow.HasLeadingOne);
        return result with { Dimensions = dimensions };
    }

    private static (string Image, int Kernel, Windows Window) Prepare(OnnxNode node)
    {
        var image = node.Image(node.Flow());
        if (node.Integers("kernel_shape") is not [var height, var width] || height != width || height is <= 0 or > int.MaxValue)
        {
            throw OnnxNode.Unfit($"has a window of {Shapes.Text(node.Integers("kernel_shape") ?? [])}; only square ones are possible here");
        }

        var window = Windows.Of(node, height, width, node.Draft.ShapeOf(image));
        return window.StrideRows == window.StrideColumns && (window.DilationRows, window.DilationColumns) == (1, 1)
            ? (image, (int)height, window)
            : throw OnnxNode.Unfit("has dilations or different strides, which only convolutions may have here");
    }

    private static bool IsCeilWrittenOut(Windows window, int kernel, long[] image_CHW)
    {
        bool Fits(long size, long after) =>
            window.IsEven || (size + window.Top + after - kernel) / window.Stride + 1 == Window.Positions(size, kernel, window.Stride, window.Top, ceilMode: true);
        return Fits(image_CHW[1], window.Bottom) && Fits(image_CHW[2], window.Right);
    }
}
