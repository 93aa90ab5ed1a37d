using Distill.Learning;
using Distill.Pipeline.Workers;
using Distill.Tests.Learning;
using Xunit;

namespace Distill.Tests.Pipeline.Workers;

public sealed class WarmRunsTests
{
    [Fact]
    public async Task A_training_goes_on_from_the_checkpoint_that_it_stored_and_from_no_other()
    {
        using var run = new TinyRun();
        await using var warm = new WarmRuns(most: 2);
        var kept = Of(run);
        await warm.KeepAsync("a 1", "x", kept);
        await warm.KeepAsync("b 1", "x", Of(run));

        Assert.Same(kept, await warm.TakeAsync("a 1", "x"));
        Assert.Null(await warm.TakeAsync("a 1", "x"));
        Assert.Null(await warm.TakeAsync("b 1", "y"));
        Assert.Null(await warm.TakeAsync("b 1", "x"));
    }

    [Fact]
    public async Task The_oldest_goes_where_there_are_too_many()
    {
        using var run = new TinyRun();
        await using var warm = new WarmRuns(most: 1);
        await warm.KeepAsync("a 1", "x", Of(run));
        await warm.KeepAsync("b 1", "x", Of(run));

        Assert.Null(await warm.TakeAsync("a 1", "x"));
        await using var latest = await warm.TakeAsync("b 1", "x");
        Assert.NotNull(latest);
    }

    [Fact]
    public async Task Those_of_a_job_that_has_ended_are_let_go_and_of_no_other_that_is_called_alike()
    {
        using var run = new TinyRun();
        await using var warm = new WarmRuns(most: 3);
        await warm.KeepAsync("job 1", "x", Of(run));
        await warm.KeepAsync("job 2", "x", Of(run));
        await warm.KeepAsync("job-2 1", "x", Of(run));

        await warm.ForgetAsync("job");

        Assert.Null(await warm.TakeAsync("job 1", "x"));
        Assert.Null(await warm.TakeAsync("job 2", "x"));
        await using var other = await warm.TakeAsync("job-2 1", "x");
        Assert.NotNull(other);
    }

    private static WarmRun Of(TinyRun run) => new(run.Plan, new Training(run.Plan with { Loss = [run.Plan.Loss[0]], Pairs = [[]] }));
}
