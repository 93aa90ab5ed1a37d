using Distill.Acceptance.Chaos.Faults;
using Distill.Acceptance.Servers;
using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>A store that refuses, says nothing, loses answers or has no room while a job goes on.</summary>
[Collection(ChaosTests.Name)]
public sealed class StoreFaultTests(ChaosWorld world, AzuriteServer azurite)
{
    private const int Seed = 3;
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_is_busy_hangs_and_loses_answers_only_delays()
    {
        var address = await azurite.StoreAsync();
        await using var store = await FaultyStore.StartAsync(address, Seed, Ct);
        await using var scene = (await world.SceneAsync("store faults", address, Ct)).Impatient().Through(store.Address);
        store.Set(StoreFault.LoseAnswers);
        scene.StartOneOfEach();
        await scene.SubmitAsync();
        await scene.SegmentsAsync("student", 3);
        foreach (var (fault, segments) in new[] { (StoreFault.Busy, 5), (StoreFault.Hang, 7) })
        {
            var before = store.Hurt;
            store.Set(fault);
            await scene.UntilAsync("the fault has lasted", Deadline.Over(s_long));
            await scene.UntilAsync("a request meets the fault", () => Task.FromResult(store.Hurt > before));
            scene.Note($"{store.Hurt - before} requests met {fault} for {s_long.TotalSeconds} s");
            store.Set(StoreFault.LoseAnswers);
            await scene.SegmentsAsync("student", segments);
        }

        await scene.FinishesAsync(mayRepeat: true);
        Assert.True(store.Hurt > 10, $"only {store.Hurt} requests were hurt");
    }

    [Fact]
    public async Task A_full_disk_only_delays()
    {
        await using var disk = await SmallDisk.MountAsync(Ct);
        await using var scene = (await world.SceneAsync("disk full", Path.Combine(disk.Path, "store"), Ct)).Impatient();
        scene.StartOneOfEach();
        await scene.SubmitAsync();
        await scene.SegmentsAsync("baseline", 3);
        disk.Fill();
        var full = Deadline.Over(s_long);
        await scene.UntilAsync("the disk has been full for a while", full);
        disk.Free();
        scene.Note("disk full for 4 s after 3 segments");

        await scene.FinishesAsync(mayRepeat: true);
    }

    [Fact]
    public async Task A_damaged_checkpoint_makes_its_run_go_back_to_the_one_before()
    {
        await using var scene = (await world.SceneAsync("checkpoint damaged", Ct)).Impatient();
        var student = scene.Student();
        scene.Teacher();
        await scene.SubmitAsync();
        await scene.SegmentsAsync("student", 3);
        await scene.DrainsAsync(student);
        var head = (await scene.HeadAsync("student"))!;
        await scene.Store.WriteAsync($"jobs/{ChaosJob.Name}/runs/student/checkpoints/{head["checkpoint"]}.safetensors", new byte[1000], Ct);
        scene.Note($"checkpoint of segment {head["segment"]} damaged");
        scene.Student();

        await scene.FinishesAsync(mayRepeat: true);
    }
}
