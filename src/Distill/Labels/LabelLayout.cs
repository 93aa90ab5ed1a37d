namespace Distill.Labels;

/// <summary>Which columns the chunks of a label set have.</summary>
public static class LabelLayout
{
    internal const string Logits = "logits";
    internal const string TopClasses = "top.classes";
    internal const string TopValues = "top.values";
    internal const string TopRest = "top.rest";

    /// <summary>Bytes that one sample of one view takes, without the chunk's header and checksums.</summary>
    public static int BytesPerSample(LabelSet set) => Of(set).Sum(column => column.BytesPerSample);

    internal static IReadOnlyList<ColumnShape> Of(LabelSet set)
    {
        Check(set);
        var columns = new List<ColumnShape>();
        if (set.TopK is { } k)
        {
            columns.Add(new(TopClasses, set.Classes <= ushort.MaxValue + 1 ? ColumnElement.UInt16 : ColumnElement.UInt32, k));
            columns.Add(new(TopValues, ColumnElement.Float16, k));
            columns.Add(new(TopRest, ColumnElement.Float32, set.Temperatures.Count));
        }
        else if (set.Classes > 0)
        {
            columns.Add(new(Logits, ColumnElement.Float16, set.Classes));
        }

        foreach (var tap in set.Taps)
        {
            columns.Add(new(LengthsOf(tap), tap.Prefix <= byte.MaxValue ? ColumnElement.UInt8 : ColumnElement.UInt16, 1));
            columns.Add(new(OrderOf(tap), tap.Channels <= byte.MaxValue + 1 ? ColumnElement.UInt8 : ColumnElement.UInt16, tap.Prefix));
            if (tap.Mask)
            {
                columns.Add(new(MaskOf(tap), ColumnElement.UInt8, tap.MaskBytes));
            }

            if (tap.Pooled)
            {
                columns.Add(new(PooledOf(tap), ColumnElement.Float16, tap.Channels));
            }
        }

        return columns;
    }

    private static void Check(LabelSet set)
    {
        if (set.TopK is { } k && (k < 1 || k >= set.Classes || set.Temperatures.Count == 0))
        {
            throw new LabelException($"Keeping the {k} largest of {set.Classes} logits makes no labels; keep at least one and fewer than all, and declare the temperatures that the losses use.");
        }

        if (set.Taps.FirstOrDefault(tap => tap.Channels is < 1 or > ushort.MaxValue + 1 || tap.Prefix < 1 || tap.Prefix > Math.Min(tap.Channels, ushort.MaxValue)) is { } bad)
        {
            throw new LabelException($"An activation order of {bad.Prefix} out of the {bad.Channels} channels of '{bad.Node}' cannot be written; choose a prefix between 1 and the number of channels.");
        }
    }

    internal static string LengthsOf(TapColumn tap) => $"length.{tap.Node}";

    internal static string OrderOf(TapColumn tap) => $"order.{tap.Node}";

    internal static string PooledOf(TapColumn tap) => $"pooled.{tap.Node}";

    internal static string MaskOf(TapColumn tap) => $"on.{tap.Node}";
}
