using Distill.Pipeline.Workers;
using Xunit;

namespace Distill.Tests.Pipeline.Workers;

public sealed class WorkInHandTests
{
    [Fact]
    public async Task A_cancelled_job_lets_go_of_its_own_work_alone()
    {
        using var stop = new StopSignal();
        var hand = new WorkInHand(stop, TimeProvider.System);
        using var mine = hand.Take("mine", "trains student");
        using var other = hand.Take("other", "trains baseline");

        hand.Cancel("mine");

        Assert.Equal([("mine", "trains student"), ("other", "trains baseline")], hand.Pieces.Select(piece => (piece.Job, piece.Work)).Order());
        Assert.True(mine.Token.IsCancellationRequested);
        Assert.False(other.Token.IsCancellationRequested);
        Assert.False(await hand.SettleAsync(TimeSpan.Zero, TimeProvider.System));
    }

    [Fact]
    public async Task A_stop_lets_go_of_everything_and_waits_for_the_rest()
    {
        using var stop = new StopSignal();
        var hand = new WorkInHand(stop, TimeProvider.System);
        var piece = hand.Take("job", "writes the report");

        stop.Raise();
        var settled = hand.SettleAsync(TimeSpan.FromMinutes(1), TimeProvider.System);

        Assert.True(piece.Token.IsCancellationRequested);
        Assert.False(settled.IsCompleted);
        piece.Dispose();
        Assert.True(await settled);
        Assert.Empty(hand.Pieces);
        Assert.Equal(1, hand.Done);
    }

    [Fact]
    public void A_piece_that_was_put_down_can_still_be_cancelled()
    {
        using var stop = new StopSignal();
        var hand = new WorkInHand(stop, TimeProvider.System);
        var piece = hand.Take("job", "writes the report");
        piece.Dispose();

        piece.Cancel();

        Assert.False(piece.Token.IsCancellationRequested);
    }
}
