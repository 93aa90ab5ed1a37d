using Distill.Data;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Data;

public sealed class PermutationsTests
{
    [Fact]
    public void Orders_never_change()
    {
        Assert.Equal([], Permutations.Shuffle(1, 0, 0));
        Assert.Equal([0], Permutations.Shuffle(1, 0, 1));
        Assert.Equal("6 5 1 7 0 2 10 4 11 3 9 8", string.Join(' ', Permutations.Shuffle(1, 0, 12)));
        Assert.Equal("4 8 7 6 1 3 5 0 10 9 11 2", string.Join(' ', Permutations.OfView(1, 0, 12)));
        Assert.Equal("8 10 5 9 0 1 4 3 11 7 6 2", string.Join(' ', Permutations.OfView(1, 1, 12)));
    }

    [Fact]
    public void Every_order_holds_every_number_once() =>
        Prop.ForAll<ulong, ulong, byte>((seed, stream, count) =>
            Permutations.Shuffle(seed, stream, count).Order().SequenceEqual(Enumerable.Range(0, count))).CheckQuietly();

    [Fact]
    public void All_orders_of_four_are_equally_likely()
    {
        const int Draws = 24_000;
        var counts = Enumerable.Range(0, Draws).CountBy(stream => string.Join(' ', Permutations.Shuffle(9, (ulong)stream, 4))).ToList();

        // 23 degrees of freedom: 49.7 is exceeded once in a thousand times by chance, and the seed is fixed.
        var expected = Draws / 24.0;
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Sum(count => (count.Value - expected) * (count.Value - expected) / expected), 0, 49.7);
    }
}
