using Distill.Jobs;
using Distill.Labels;
using Distill.Pipeline;
using Distill.Pipeline.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distill.Tests.Pipeline;

public sealed class RunRestartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_student_that_has_learnt_from_withdrawn_labels_begins_anew_and_ends_as_the_undisturbed_one()
    {
        using var whole = new TinyJob();
        await whole.RunAsync();
        using var misled = new TinyJob();
        var log = new TwoTeachersLog();
        await using var host = await misled.StartAsync(replace: services => services.AddSingleton<ILabelLog>(log));
        var name = await host.SubmitAsync(TinyJob.Read(), TinyJob.Yaml, Ct);
        await foreach (var progress in host.FollowAsync(name, Ct))
        {
            if (progress.Stages.Single(s => s.Name == "learn").Done > 0)
            {
                break;
            }
        }

        await WithdrawAsync(host, misled);
        log.LetThrough();
        var end = await host.FollowAsync(name, Ct).LastAsync(Ct);

        Assert.Equal((JobState.Finished, null), (end.State, end.Failure));
        Assert.Equal(whole.Student("tiny"), misled.Student("tiny"));
        Assert.Equal(whole.Report("tiny").Labels!.Digest, misled.Report("tiny").Labels!.Digest);
        var restarted = await host.Services.GetRequiredService<JobEvents>().ListAsync("tiny", Ct).SingleAsync(happened => happened.Kind == "restarted", Ct);
        Assert.Equal(("student", "The run student begins anew, because it had learnt from labels that were withdrawn (bad)."), (restarted.Run, restarted.Sentence));
    }

    [Fact]
    public async Task A_finished_student_begins_anew_when_labels_are_withdrawn_before_the_report()
    {
        using var whole = new TinyJob();
        await whole.RunAsync();
        using var misled = new TinyJob();
        var log = new TwoTeachersLog();
        log.LetThrough();
        await misled.RunAsync(replace: services => services.AddSingleton<ILabelLog>(log));
        Assert.NotEqual(whole.Student("tiny"), misled.Student("tiny"));
        await using var host = await misled.StartAsync(replace: services => services.AddSingleton<ILabelLog>(log));
        await host.Services.GetRequiredService<JobStore>().UpdateAsync("tiny", record => record with { State = JobState.Cancelled }, Ct);
        Directory.Delete(misled.PathOf("jobs", "tiny", "student"), recursive: true);

        await WithdrawAsync(host, misled);
        await host.SubmitAsync(TinyJob.Read(), TinyJob.Yaml, Ct);
        var end = await host.FollowAsync("tiny", Ct).LastAsync(Ct);

        Assert.Equal((JobState.Finished, null), (end.State, end.Failure));
        Assert.Equal(whole.Student("tiny"), misled.Student("tiny"));
    }

    private static async Task WithdrawAsync(DistillHost host, TinyJob job)
    {
        var set = Path.GetFileName(Directory.GetDirectories(job.PathOf("labels")).Single());
        await host.Services.GetRequiredService<Quarantine>().AddAsync(
            set, new QuarantineRecord(1, "bad", 0, 1, new string('a', 64), new string('b', 64), "good", DateTimeOffset.UnixEpoch), Ct);
    }
}
