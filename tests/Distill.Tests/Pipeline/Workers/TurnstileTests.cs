using Distill.Pipeline.Jobs;
using Distill.Pipeline.Workers;
using Xunit;

namespace Distill.Tests.Pipeline.Workers;

public sealed class TurnstileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_most_urgent_is_let_in_first_and_equals_in_their_order()
    {
        var turnstile = new Turnstile(1);
        var inside = await turnstile.EnterAsync(1, JobPriority.Normal, Ct);
        var order = new List<string>();
        var waiting = new[] { ("low", JobPriority.Low), ("first", JobPriority.Normal), ("second", JobPriority.Normal), ("high", JobPriority.High) }
            .Select(async entry =>
            {
                using (await turnstile.EnterAsync(1, entry.Item2, Ct))
                {
                    order.Add(entry.Item1);
                }
            })
            .ToList();

        inside.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["high", "first", "second", "low"], order);
    }

    [Fact]
    public async Task Who_needs_everything_is_not_passed_by_smaller_work()
    {
        var turnstile = new Turnstile(2);
        var inside = await turnstile.EnterAsync(1, JobPriority.Normal, Ct);
        var everything = turnstile.EnterAsync(2, JobPriority.Normal, Ct);
        var small = turnstile.EnterAsync(1, JobPriority.Normal, Ct);

        Assert.False(small.IsCompleted);
        inside.Dispose();
        (await everything).Dispose();

        (await small).Dispose();
    }

    [Fact]
    public async Task More_than_there_is_counts_as_all()
    {
        var turnstile = new Turnstile(2);

        using var all = await turnstile.EnterAsync(5, JobPriority.Normal, Ct);

        Assert.False(turnstile.EnterAsync(1, JobPriority.High, Ct).IsCompleted);
    }

    [Fact]
    public async Task Who_leaves_the_line_lets_the_next_one_in()
    {
        var turnstile = new Turnstile(2);
        var inside = await turnstile.EnterAsync(1, JobPriority.Normal, Ct);
        using var patience = new CancellationTokenSource();
        var everything = turnstile.EnterAsync(2, JobPriority.Normal, patience.Token);
        var small = turnstile.EnterAsync(1, JobPriority.Normal, Ct);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => everything);
        (await small).Dispose();
        inside.Dispose();
    }
}
