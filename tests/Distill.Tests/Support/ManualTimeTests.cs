using Xunit;

namespace Distill.Tests.Support;

public sealed class ManualTimeTests
{
    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var time = new ManualTime();
        var start = time.GetTimestamp();

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), time.GetElapsedTime(start));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_time()
    {
        var time = new ManualTime();
        var fired = new List<string>();
        using var late = time.CreateTimer(_ => fired.Add("late"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var often = time.CreateTimer(_ => fired.Add("often"), null, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.5));

        time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["often", "late", "often"], fired);
    }

    [Fact]
    public void A_deadline_passes_when_its_time_has_come()
    {
        var time = new ManualTime();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);

        time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(deadline.IsCancellationRequested);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(deadline.IsCancellationRequested);
    }
}
