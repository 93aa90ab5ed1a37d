using Distill.Randomness;
using Xunit;

namespace Distill.Tests.Randomness;

public sealed class CounterRandomTests
{
    [Theory] // The known answers that Random123 publishes for philox4x32, 10 rounds.
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_its_published_known_answers(ulong key, ulong high, ulong low, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(key, high, low));

    [Fact]
    public void Values_never_change()
    {
        Assert.Equal(0xe169c58d6627e8d5UL, CounterRandom.Bits(0, 0, 0));
        Assert.Equal(0.88052016f, CounterRandom.Uniform(0, 0, 0));
        Assert.Equal(8, CounterRandom.Below(10, 0, 0, 0));
        Assert.Equal(1.1775912390542727, CounterRandom.Normal(0, 0, 0));
    }

    [Fact]
    public void Every_argument_matters()
    {
        ulong[] drawn =
        [
            CounterRandom.Bits(1, 2, 3), CounterRandom.Bits(1, 3, 2), CounterRandom.Bits(2, 1, 3),
            CounterRandom.Bits(1, 2, 3UL << 32), CounterRandom.Bits(1, 2UL << 32, 3), CounterRandom.Bits(1UL << 32, 2, 3),
        ];
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
    }

    [Fact]
    public void Normal_numbers_have_mean_0_variance_1_and_normal_tails()
    {
        const int Count = 100_000;
        var drawn = Enumerable.Range(0, Count).Select(i => CounterRandom.Normal(7, 1, (ulong)i)).ToArray();
        Assert.InRange(drawn.Average(), -0.01, 0.01);
        Assert.InRange(drawn.Average(x => x * x), 0.98, 1.02);
        Assert.InRange(drawn.Count(x => Math.Abs(x) > 1.959964) / (double)Count, 0.047, 0.053);
    }

    [Fact]
    public void Integers_below_a_bound_are_uniform()
    {
        var counts = new int[7];
        for (var i = 0UL; i < 70_000; i++)
        {
            counts[CounterRandom.Below(7, 3, 5, i)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400543)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(1e-15, -7.941345326170998)]
    public void The_normal_quantile_agrees_with_tables(double probability, double quantile) =>
        Assert.Equal(quantile, NormalQuantile.At(probability), 1e-13);

    [Theory]
    [InlineData(1e-300)]
    [InlineData(0.07)]
    [InlineData(0.70710678118654757)]
    [InlineData(3.5)]
    public void The_logarithm_is_exact_to_the_last_digits(double x) =>
        Assert.Equal(1, NormalQuantile.Logarithm(x) / Math.Log(x), 4e-16);
}
