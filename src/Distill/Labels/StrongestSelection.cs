using System.Numerics;

namespace Distill.Labels;

/// <summary>
/// Picks the largest values of a row in descending order, equal ones by ascending index, without sorting the row: blocks
/// in which nothing beats the weakest value kept so far are skipped a vector at a time.
/// </summary>
/// <remarks>Holds a buffer for reuse from row to row; one thread at a time.</remarks>
internal sealed class StrongestSelection(int most)
{
    // Candidates as numbers that ascend in the wanted order: inverted value bits above, index below. When the buffer is
    // full, the best `most` stay; on rows in random order that happens about log(C / m) times.
    private readonly ulong[] _candidates = new ulong[(2 * most) + Vector<float>.Count];
    private int _count;

    /// <summary>The strongest values' indices, in order; valid until the next call.</summary>
    /// <param name="row">Finite values.</param>
    /// <param name="above">Only values strictly greater than this are picked.</param>
    /// <param name="strongest">Receives the indices.</param>
    /// <returns>How many were picked: at most <c>most</c>, fewer when fewer are above the bar.</returns>
    public int Pick(ReadOnlySpan<float> row, float above, Span<int> strongest)
    {
        _count = 0;
        var bar = above;
        var i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<float>(row[i..]), new Vector<float>(bar)))
            {
                Add(row, i, i + Vector<float>.Count, ref bar);
            }
        }

        Add(row, i, row.Length, ref bar);
        Keep();
        for (var k = 0; k < _count; k++)
        {
            strongest[k] = (int)(uint)_candidates[k];
        }

        return _count;
    }

    private void Add(ReadOnlySpan<float> row, int from, int to, ref float bar)
    {
        for (var i = from; i < to; i++)
        {
            if (row[i] > bar)
            {
                _candidates[_count++] = ((ulong)~Ascending(row[i]) << 32) | (uint)i;
            }
        }

        if (_count >= 2 * most)
        {
            Keep();
            bar = row[(int)(uint)_candidates[most - 1]];
        }
    }

    private void Keep()
    {
        _candidates.AsSpan(0, _count).Sort();
        _count = Math.Min(_count, most);
    }

    // IEEE bits reordered so that they compare as the numbers do; adding zero makes -0 equal to 0.
    private static uint Ascending(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value + 0f);
        return (uint)(bits < 0 ? ~bits : bits ^ int.MinValue);
    }
}
