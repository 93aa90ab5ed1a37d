using Distill.Labels;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class LabelPatienceTests
{
    private readonly LabelPatience _patience = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(12));

    [Fact]
    public void Short_waits_add_up_to_a_long_one()
    {
        Assert.False(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(2)));
        Assert.False(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(2)));
        Assert.True(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Each_complaint_doubles_the_limit_up_to_the_longest()
    {
        Assert.True(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(5)));
        Assert.False(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(9)));
        Assert.True(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(1)));
        Assert.False(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(11)));
        Assert.True(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void News_begin_it_all_anew()
    {
        Assert.True(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(5)));
        _patience.Renew();

        Assert.False(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(4)));
        Assert.True(_patience.IsExhaustedAfter(TimeSpan.FromSeconds(1)));
    }
}
