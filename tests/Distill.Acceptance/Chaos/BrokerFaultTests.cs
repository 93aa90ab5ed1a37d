using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>A broker that is killed, loses everything, or stands still while a job goes on.</summary>
[Collection(ChaosTests.Name)]
public sealed class BrokerFaultTests(ChaosWorld world)
{
    private static readonly TimeSpan s_frozen = TimeSpan.FromSeconds(4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_that_is_killed_and_started_again_only_delays()
    {
        var (scene, broker) = await world.VictimAsync("broker killed and restarted", Ct);
        await using var _ = scene;
        scene.StartOneOfEach();
        await scene.SubmitAsync();
        await scene.SegmentsAsync("student", 3);
        await broker.KillAsync(Ct);
        await broker.StartAgainAsync(Ct);
        scene.Note("broker killed after 3 segments");

        await scene.FinishesAsync(mayRepeat: true);
    }

    [Fact]
    public async Task A_broker_that_has_lost_everything_is_filled_again()
    {
        var (scene, broker) = await world.VictimAsync("broker wiped", Ct);
        await using var _ = scene;
        scene.StartOneOfEach();
        await scene.SubmitAsync();
        await scene.SegmentsAsync("student", 2);
        await broker.WipeAsync(Ct);
        scene.Note("broker wiped after 2 segments");

        await scene.FinishesAsync(mayRepeat: true);
    }

    [Fact]
    public async Task A_broker_that_stands_still_for_a_while_only_delays()
    {
        var (scene, broker) = await world.VictimAsync("broker frozen", Ct);
        await using var _ = scene;
        scene.StartOneOfEach();
        await scene.SubmitAsync();
        await scene.SegmentsAsync("student", 2);
        await broker.SignalAsync("STOP", Ct);
        await scene.UntilAsync("the frost is over", Deadline.Over(s_frozen));
        await broker.SignalAsync("CONT", Ct);
        scene.Note("broker frozen for 4 s after 2 segments");

        await scene.FinishesAsync(mayRepeat: true);
    }
}
