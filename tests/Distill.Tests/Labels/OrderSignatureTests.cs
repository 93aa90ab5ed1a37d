using Distill.Labels;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class OrderSignatureTests
{
    [Fact]
    public void Channels_above_rest_come_by_descending_strength_and_then_by_index()
    {
        var order = OrderSignature.Of([0.5f, -1, 2, 0.5f, 0, -0f, 2, 0.1f], new TapColumn("tap", 8, 5));

        Assert.Equal([5], order.Lengths_N);
        Assert.Equal([2, 6, 0, 3, 7], order.Of(0).ToArray());
    }

    [Fact]
    public void A_short_order_is_padded_and_an_empty_one_is_allowed()
    {
        var order = OrderSignature.Of([-1, 3, 0, -1, 0, -2], new TapColumn("tap", 3, 2));

        Assert.Equal([1, 0], order.Lengths_N);
        Assert.Equal([1, OrderColumn.Padding, OrderColumn.Padding, OrderColumn.Padding], order.Indices_NM);
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(64, 64)]
    [InlineData(300, 32)]
    [InlineData(2048, 64)]
    public void It_is_the_prefix_of_a_full_sort(int channels, int prefix) =>
        Prop.ForAll(ArbMap.Default.ArbFor<(ulong Seed, bool Coarse)>(), input =>
        {
            var tap = new TapColumn("tap", channels, prefix);
            var z_NC = SomeLabels.Values(3 * channels, input.Seed);

            // Coarse values make many ties.
            z_NC = input.Coarse ? Array.ConvertAll(z_NC, z => MathF.Round(z)) : z_NC;

            var order = OrderSignature.Of(z_NC, tap);

            for (var sample = 0; sample < 3; sample++)
            {
                var row = z_NC[(sample * channels)..((sample + 1) * channels)];
                var sorted = Enumerable.Range(0, channels).Where(c => row[c] > 0).OrderByDescending(c => row[c]).ThenBy(c => c).Take(prefix);
                Assert.Equal(sorted, order.Of(sample).ToArray().Select(c => (int)c));
            }
        }).CheckQuietly();

    [Fact]
    public void A_rising_or_falling_row_takes_the_same_path_to_the_same_order()
    {
        var tap = new TapColumn("tap", 1000, 16);
        float[] rising = [.. Enumerable.Range(1, 1000)];
        float[] falling = [.. rising.Reverse()];

        var order = OrderSignature.Of([.. rising, .. falling], tap);

        Assert.Equal(Enumerable.Range(984, 16).Reverse(), order.Of(0).ToArray().Select(c => (int)c));
        Assert.Equal(Enumerable.Range(0, 16), order.Of(1).ToArray().Select(c => (int)c));
    }

    [Fact]
    public void Any_increasing_map_that_keeps_zero_leaves_it_as_it_is() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var tap = new TapColumn("tap", 100, 10);
            var z = SomeLabels.Values(100, seed);

            var order = OrderSignature.Of(z, tap);

            Assert.Equal(order.Indices_NM, OrderSignature.Of(Array.ConvertAll(z, x => x * 8), tap).Indices_NM);
            Assert.Equal(order.Lengths_N, OrderSignature.Of(Array.ConvertAll(z, x => x * 8), tap).Lengths_N);
        }).CheckQuietly();

    [Fact]
    public void Permuting_the_channels_permutes_the_order() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var tap = new TapColumn("tap", 50, 50);
            var z = SomeLabels.Values(50, seed);

            var reversed = OrderSignature.Of([.. z.Reverse()], tap);

            Assert.Equal(OrderSignature.Of(z, tap).Of(0).ToArray(), reversed.Of(0).ToArray().Select(c => (ushort)(49 - c)));
        }).CheckQuietly();

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.NaN, 36)]
    [InlineData(float.PositiveInfinity, 17)]
    [InlineData(float.NegativeInfinity, 36)]
    public void A_row_that_is_not_finite_is_never_sorted(float bad, int channel)
    {
        var z_NC = new float[2 * 37];
        z_NC[37 + channel] = bad;

        var refusal = Assert.Throws<LabelException>(() => OrderSignature.Of(z_NC, new TapColumn("layer3", 37, 4)));

        Assert.StartsWith("The activations of sample 1 at 'layer3' are not finite numbers, so they have no order;", refusal.Message);
    }

    [Fact]
    public void A_part_of_a_row_is_refused() =>
        Assert.Throws<ArgumentException>(() => OrderSignature.Of(new float[5], new TapColumn("tap", 3, 2)));

    [Fact]
    public void A_mask_has_a_bit_for_every_channel_above_rest_lowest_first()
    {
        var order = OrderSignature.Of([0.5f, -1, 2, 0.5f, 0, -0f, 2, 0.1f, 3, -1, -2, -3, -4, -5, -6, -7, -8, -9], new TapColumn("tap", 9, 2, Mask: true));

        Assert.Equal([0b1100_1101, 1, 0, 0], order.On_NB);
        Assert.True(order.IsOn(0, 8));
        Assert.False(order.IsOn(1, 0));
    }
}
