using Distill.Reports.Charts;
using Xunit;

namespace Distill.Tests.Reports.Charts;

public sealed class LabelColumnTests
{
    [Fact]
    public void Labels_with_room_stay_where_they_belong() => Assert.Equal([80, 10, 40], LabelColumn.Spread([80, 10, 40], gap: 15, bottom: 100));

    [Fact]
    public void Labels_that_would_cover_each_other_move_apart() => Assert.Equal([10, 25, 40], LabelColumn.Spread([10, 12, 14], gap: 15, bottom: 100));

    [Fact]
    public void At_the_bottom_they_move_up() => Assert.Equal([100, 85], LabelColumn.Spread([99, 98], gap: 15, bottom: 100));
}
