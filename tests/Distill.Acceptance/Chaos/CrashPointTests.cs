using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>Workers that die at named moments, by kill -9 and on their own.</summary>
[Collection(ChaosTests.Name)]
public sealed class CrashPointTests(ChaosWorld world)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_over_rabbitmq_and_blobs_ends_with_the_bytes_of_one_process()
    {
        await using var scene = await world.SceneAsync("undisturbed, 2 teachers and 1 student", Ct);
        await scene.ReadyAsync(scene.Teacher(), scene.Teacher(), scene.Student());
        await scene.SubmitAsync();

        await scene.FinishesAsync();
    }

    [Fact]
    public async Task A_teacher_may_die_at_any_point_and_be_replaced()
    {
        await using var scene = await world.SceneAsync("teachers die and are replaced", Ct);
        scene.Student();
        await scene.SubmitAsync();
        foreach (var point in new[] { "chunk-begun:3", "chunk-taught:3", "chunk-confirmed:3", "chunk-acked:3" })
        {
            await scene.CrashesAsync(scene.Teacher(point), point);
        }

        scene.Teacher();
        await scene.FinishesAsync();
    }

    [Fact]
    public async Task Teachers_may_die_beside_one_that_goes_on()
    {
        await using var scene = await world.SceneAsync("teachers die beside another one", Ct);
        var victims = new[] { "chunk-begun:2", "chunk-taught:2", "chunk-confirmed:2", "chunk-acked:2" }.Select(point => (Point: point, Process: scene.Teacher(point))).ToList();
        await scene.ReadyAsync([.. victims.Select(victim => victim.Process), scene.Teacher(), scene.Student()]);
        await scene.SubmitAsync();
        foreach (var (point, process) in victims)
        {
            await scene.CrashesAsync(process, point);
        }

        await scene.FinishesAsync();
    }

    [Fact]
    public async Task A_student_worker_may_die_at_any_point_and_be_replaced()
    {
        await using var scene = await world.SceneAsync("student workers die and are replaced", Ct);
        scene.Teacher();
        await scene.SubmitAsync();
        foreach (var point in new[] { "view-stored", "step-trained:20", "checkpoint-stored:2", "head-moved:2", "successor-sent:2" })
        {
            await scene.CrashesAsync(scene.Student(point), point);
        }

        scene.Student();
        await scene.FinishesAsync();
    }

    [Fact]
    public async Task Student_workers_may_die_beside_one_that_goes_on()
    {
        await using var scene = await world.SceneAsync("student workers die beside another one", Ct);
        var victims = new[] { "step-trained:8", "checkpoint-stored", "head-moved", "successor-sent" }.Select(point => (Point: point, Process: scene.Student(point))).ToList();
        await scene.ReadyAsync([.. victims.Select(victim => victim.Process), scene.Student(), scene.Teacher()]);
        await scene.SubmitAsync();
        foreach (var (point, process) in victims)
        {
            await scene.CrashesAsync(process, point);
        }

        await scene.FinishesAsync();
    }
}
