using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>Workers that come and go: in order, by seeded chance, and for a second job after the first.</summary>
[Collection(ChaosTests.Name)]
public sealed class WorkerChurnTests(ChaosWorld world)
{
    private const string SeedVariable = "DISTILL_CHAOS_SEED";
    private const int Kills = 6;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_may_die_at_any_moment()
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        var random = new Random(seed);
        await using var scene = await world.SceneAsync($"random kills, {SeedVariable}={seed}", Ct);
        scene.StartOneOfEach();
        scene.StartOneOfEach();
        await scene.SubmitAsync();
        await scene.SegmentsAsync("baseline", 1);
        for (var kill = 0; kill < Kills; kill++)
        {
            var moment = TimeSpan.FromMilliseconds(random.Next(200, 1500));
            await scene.UntilAsync("the moment comes", Deadline.Over(moment));
            var victim = scene.Alive[random.Next(scene.Alive.Count)];
            await scene.KillAsync(victim, string.Create(CultureInfo.InvariantCulture, $"after {moment.TotalSeconds:0.0} s"));
            scene.Replace(victim);
        }

        await scene.FinishesAsync();
    }

    [Fact]
    public async Task Workers_that_are_asked_to_end_do_so_within_ten_seconds_and_the_job_goes_on_with_others()
    {
        await using var scene = await world.SceneAsync("workers drained", Ct);
        var (teacher, student) = (scene.Teacher(), scene.Student());
        await scene.SubmitAsync();
        await scene.SegmentsAsync("baseline", 2);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(scene.DrainsAsync(teacher), scene.DrainsAsync(student));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        scene.Note(string.Create(CultureInfo.InvariantCulture, $"both ended in {seconds:0.0} s"));
        scene.StartOneOfEach();

        await scene.FinishesAsync(mayRepeat: true);
        Assert.True(seconds < 10, $"draining took {seconds} s");
    }

    [Fact]
    public async Task The_stream_of_a_label_set_goes_with_the_last_job_that_uses_it_and_is_not_missed()
    {
        await using var scene = (await world.SceneAsync("stream removed", Ct)).Removing();
        scene.StartOneOfEach();
        scene.StartOneOfEach();
        await scene.SubmitAsync();
        await scene.UntilAsync("the job ends", () => scene.HasEndedAsync(ChaosJob.Name));
        await scene.EqualsAsync(ChaosJob.Name, scene.Expected);
        Assert.False(await LabelCensus.ExistsAsync(scene.Broker, scene.Expected.Fingerprint, Ct));

        var labels = await scene.SecondAsync("second", "cnn_6_8");

        Assert.Equal((0, ChaosJob.Views), ((int)labels["taught"]!, (int)labels["reused"]!));
        Assert.False(await LabelCensus.ExistsAsync(scene.Broker, scene.Expected.Fingerprint, Ct));
    }

    [Fact]
    public async Task A_second_student_of_the_same_labels_needs_no_teaching_after_the_broker_has_lost_everything()
    {
        var (scene, broker) = await world.VictimAsync("second student after a wipe", Ct);
        await using var _ = scene;
        scene.StartOneOfEach();
        await scene.SubmitAsync();
        await scene.FinishesAsync();
        await broker.WipeAsync(Ct);

        var labels = await scene.SecondAsync("second", "cnn_6_8");

        Assert.Equal((0, ChaosJob.Views), ((int)labels["taught"]!, (int)labels["reused"]!));
        Assert.Equal(0, (await LabelCensus.TakeAsync(scene.Broker, scene.Expected.Fingerprint, Ct)).Chunks);
    }
}
