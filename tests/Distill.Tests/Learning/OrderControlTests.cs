using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Tests.Labels;
using Xunit;

namespace Distill.Tests.Learning;

public sealed class OrderControlTests
{
    private static readonly LabelChunk s_chunk = SomeLabels.Chunk(SomeLabels.Set, view: 1, index: 0);
    private static readonly OrderColumn s_orders = s_chunk.Orders[0];

    [Fact]
    public void Without_a_control_it_is_the_teachers_order() =>
        Assert.Equal(s_orders.Of(3).ToArray(), new OrderControl(OrderControls.None).Of(s_orders, s_chunk, 3));

    [Fact]
    public void Shuffled_gives_every_sample_the_order_of_another_one_and_every_order_to_one_sample()
    {
        var control = new OrderControl(OrderControls.Shuffled);
        var rows = Enumerable.Range(0, s_chunk.Count).Select(row => control.RowFor(row, s_chunk)).ToArray();

        Assert.Equal(Enumerable.Range(0, s_chunk.Count), rows.Order());
        Assert.All(rows.Index(), row => Assert.NotEqual(row.Index, row.Item));
        Assert.Equal(s_orders.Of(rows[2]).ToArray(), control.Of(s_orders, s_chunk, 2));
    }

    [Fact]
    public void Constant_gives_all_samples_one_order()
    {
        var control = new OrderControl(OrderControls.Constant);

        Assert.All(Enumerable.Range(0, s_chunk.Count), row => Assert.Equal([0, 1, 2, 3, 4, 5], control.Of(s_orders, s_chunk, row)));
    }

    [Fact]
    public void Set_keeps_the_channels_of_a_sample_and_loses_their_order_the_same_way_each_time()
    {
        var control = new OrderControl(OrderControls.Set);
        var orders = Enumerable.Range(0, s_chunk.Count).Select(row => control.Of(s_orders, s_chunk, row)).ToArray();

        Assert.All(orders.Index(), order => Assert.Equal(s_orders.Of(order.Index).ToArray().Order(), order.Item.Order()));
        Assert.Contains(orders.Index(), order => !s_orders.Of(order.Index).SequenceEqual(order.Item));
        Assert.Equal(orders, Enumerable.Range(0, s_chunk.Count).Select(row => control.Of(s_orders, s_chunk, row)));
    }
}
