using Distill.Data;
using Distill.Jobs;
using Distill.Labels;

namespace Distill.Learning;

/// <summary>The orders that a student is shown: the teacher's, or what a control makes of them (<see cref="OrderControls"/>).</summary>
internal sealed class OrderControl(string control)
{
    private const ulong ScrambleSeed = 0x5363_7261_6d62_6c65;

    /// <summary>The row of a chunk whose order stands for that of a row.</summary>
    public int RowFor(int row, LabelChunk chunk) => control == OrderControls.Shuffled ? (row + Math.Max(1, chunk.Count / 2)) % chunk.Count : row;

    /// <summary>The order of a sample: its channels, first to switch on first.</summary>
    public ushort[] Of(OrderColumn orders, LabelChunk chunk, int row)
    {
        var order = orders.Of(RowFor(row, chunk)).ToArray();
        return control switch
        {
            OrderControls.Constant => [.. Enumerable.Range(0, orders.Tap.Prefix).Select(channel => (ushort)channel)],
            OrderControls.Set => Array.ConvertAll(Permutations.Shuffle(ScrambleSeed, StreamOf(chunk, row), order.Length), place => order[place]),
            _ => order,
        };
    }

    private static ulong StreamOf(LabelChunk chunk, int row) => ((ulong)chunk.View << 48) | ((ulong)chunk.Index << 20) | (uint)row;
}
