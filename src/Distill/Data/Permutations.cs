using Distill.Randomness;

namespace Distill.Data;

/// <summary>Orders of samples as pure functions of their seed.</summary>
public static class Permutations
{
    // Keeps the orders of views apart from the streams that callers of Shuffle number themselves.
    private const ulong ViewDomain = 1UL << 62;

    /// <summary>The fixed order in which a view is cut into chunks and first learned.</summary>
    /// <param name="seed">The seed of the label set.</param>
    /// <param name="view">Number of the view, from 0.</param>
    /// <param name="count">How many samples a view has.</param>
    public static int[] OfView(ulong seed, int view, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(view);
        return Shuffle(seed, ViewDomain | (uint)view, count);
    }

    /// <summary>
    /// The numbers 0 to <paramref name="count"/> - 1 in random order, every order as likely as any other (Fisher and Yates).
    /// </summary>
    /// <param name="seed">Chooses among all series of orders.</param>
    /// <param name="stream">Which order of the series, such as an epoch; below 2^62.</param>
    /// <param name="count">How many numbers.</param>
    public static int[] Shuffle(ulong seed, ulong stream, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            // Inside-out: i lands on a random place of the first i + 1, and what was there moves to the end.
            var place = CounterRandom.Below(i + 1, seed, stream, (ulong)i);
            order[i] = order[place];
            order[place] = i;
        }

        return order;
    }
}
