using Distill.Pipeline.Workers;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline.Workers;

public sealed class MemoryReturnTests
{
    [Fact]
    public void Jobs_that_end_in_quick_succession_cost_one_collection()
    {
        var time = new ManualTime();
        var memory = new MemoryReturn(time);

        Assert.True(memory.Give());
        Assert.False(memory.Give());
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(memory.Give());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(memory.Give());
    }

    [Fact]
    public void What_a_job_has_left_over_is_collected()
    {
        var left = Leave();

        new MemoryReturn(new ManualTime()).Give();

        Assert.False(left.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Leave() => new(new byte[1 << 20]);
}
