using Distill.Artifacts;
using Distill.Jobs;
using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Distill.Tests.Labels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distill.Tests.Pipeline;

public sealed class JobTests
{
    [Fact]
    public async Task A_job_ends_with_a_student_whose_folder_is_vouched_for_and_a_report()
    {
        using var tiny = new TinyJob();

        var end = await tiny.RunAsync();

        Assert.Equal((JobState.Finished, null), (end.State, end.Failure));
        Assert.All(end.Stages, stage => Assert.Equal(StageState.Done, stage.State));
        var folder = new ArtifactFolder(new FolderStore(tiny.Store), "jobs/tiny/student");
        var manifest = await folder.ReadManifestAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["README.md", "labels.json", "low-power.json", "model.safetensors", "network.json"], manifest!.Files.Select(f => f.Path));
        Assert.Empty(await folder.VerifyAsync(manifest, TestContext.Current.CancellationToken));
        var report = tiny.Report("tiny");
        Assert.Equal((2, 2, 0), (report.Labels!.Views, report.Labels.Taught, report.Labels.Reused));
        Assert.Equal(report.Students[0].Seeds[0].Student.Sha256, manifest.Files.Single(f => f.Path == "model.safetensors").Sha256);
        Assert.True(File.Exists(tiny.PathOf("jobs", "tiny", "report.html")));
        using var store = new FolderStore(tiny.Store);
        var outcome = (await new JobStore(store).FindAsync("tiny", TestContext.Current.CancellationToken))!.Outcome!;
        Assert.Equal((report.Finding, "cnn_8_12", "cnn_4"), (outcome.Finding, outcome.Teacher, outcome.Students.Single().Network));
        var events = new JobEvents(new JobStore(store), "reader", TimeProvider.System).ListAsync("tiny", TestContext.Current.CancellationToken);
        Assert.Equal(
            ["submitted", "preparing", "teaching", "learning", "reporting", "finished"],
            await events.Where(happened => happened.Kind is not ("segment" or "alert")).Select(happened => happened.Kind).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_same_job_again_reuses_teacher_and_labels_and_ends_with_the_same_student()
    {
        using var tiny = new TinyJob();
        await tiny.RunAsync();

        var again = await tiny.RunAsync();

        Assert.Equal("tiny-2", again.Job);
        Assert.Equal(StageState.Skipped, again.Stages.Single(s => s.Name == "teacher").State);
        Assert.Equal(StageState.Skipped, again.Stages.Single(s => s.Name == "teach").State);
        Assert.Equal((0, 2), (tiny.Report("tiny-2").Labels!.Taught, tiny.Report("tiny-2").Labels!.Reused));
        Assert.Equal(tiny.Student("tiny"), tiny.Student("tiny-2"));
    }

    [Fact]
    public async Task One_slot_in_order_and_four_slots_out_of_order_end_with_the_same_student()
    {
        using var one = new TinyJob();
        using var four = new TinyJob();
        ReorderedLabelLog? reordered = null;
        IReadOnlyList<int> done = [];

        await one.RunAsync();
        var end = await four.RunAsync(
            slots: 4,
            replace: services => services.AddSingleton<ILabelLog>(
                reordered = new ReorderedLabelLog(new FileLabelLog(four.PathOf(".reordered"), TimeProvider.System), group: 4)),
            look: host => done = host.Services.GetRequiredService<TeacherSlots>().Done);

        Assert.Equal(JobState.Finished, end.State);
        Assert.NotEqual(reordered!.Order.Order(), reordered.Order);
        Assert.Equal(4, done.Count);
        Assert.All(done, tasks => Assert.True(tasks > 0));
        Assert.Equal(one.Student("tiny"), four.Student("tiny"));
        Assert.Equal(one.Report("tiny").Labels!.Digest, four.Report("tiny").Labels!.Digest);
    }

    [Fact]
    public async Task Segments_of_one_step_end_with_the_same_student_as_one_segment()
    {
        using var whole = new TinyJob();
        using var broken = new TinyJob();

        await whole.RunAsync();
        await broken.RunAsync(["training.segment_steps=1", "teacher.training.segment_steps=1"]);

        Assert.Equal(whole.Student("tiny"), broken.Student("tiny"));
    }

    [Fact]
    public async Task A_stopped_job_goes_on_where_it_was_and_ends_with_the_same_student()
    {
        using var whole = new TinyJob();
        using var stopped = new TinyJob();
        await whole.RunAsync();
        // The second view never gets through, so the student is stopped in the middle, waiting for it.
        var log = new DelayedLabelLog(new FileLabelLog(stopped.PathOf(".delayed"), TimeProvider.System));
        for (var chunk = 0; chunk < 6; chunk++)
        {
            log.LetThrough(view: 0, chunk);
        }

        await using (var host = await stopped.StartAsync(replace: services => services.AddSingleton<ILabelLog>(log)))
        {
            var name = await host.SubmitAsync(TinyJob.Read(), TinyJob.Yaml, TestContext.Current.CancellationToken);
            await foreach (var progress in host.FollowAsync(name, TestContext.Current.CancellationToken))
            {
                if (progress.Stages.Single(s => s.Name == "learn").Done > 0)
                {
                    break;
                }
            }
        }
        var end = await stopped.RunAsync();

        Assert.Equal(("tiny", JobState.Finished), (end.Job, end.State));
        Assert.Equal(whole.Student("tiny"), stopped.Student("tiny"));
    }

    [Fact]
    public async Task Several_seeds_share_one_label_set_and_get_a_folder_each()
    {
        using var tiny = new TinyJob();

        await tiny.RunAsync(["seeds=[1,2]"]);

        var report = tiny.Report("tiny");
        Assert.Equal([1, 2], report.Students[0].Seeds.Select(s => s.Seed));
        Assert.NotEqual(report.Students[0].Seeds[0].Student.Sha256, report.Students[0].Seeds[1].Student.Sha256);
        Assert.True(File.Exists(tiny.PathOf("jobs", "tiny", "student-2", "manifest.json")));
        Assert.Single(Directory.GetDirectories(tiny.PathOf("labels")));
    }

    [Fact]
    public async Task Students_of_a_list_are_those_of_jobs_of_their_own_and_the_teacher_works_once()
    {
        using var tiny = new TinyJob();
        await tiny.RunAsync(["name=narrow"]);
        await tiny.RunAsync(["name=broad", "student.network=cnn_6", "seeds=[2]"]);

        var end = await tiny.RunAsync(["name=both", "students=[{ name: narrow, network: cnn_4 }, { name: broad, network: cnn_6 }]", "seeds=[1,2]"]);

        Assert.Equal((JobState.Finished, null), (end.State, end.Failure));
        Assert.Equal(["teacher", "check", "teach", "baseline", "narrow", "broad", "report"], end.Stages.Select(stage => stage.Name));
        Assert.Single(Directory.GetDirectories(tiny.PathOf("labels")));
        Assert.Equal(tiny.Student("narrow"), tiny.Model("both", "narrow"));
        Assert.Equal(tiny.Student("broad"), tiny.Model("both", "broad-2"));
        Assert.Equal(tiny.Model("narrow", "baseline"), tiny.Model("both", "narrow-baseline"));
        Assert.Equal(tiny.Model("broad", "baseline"), tiny.Model("both", "broad-baseline-2"));
        var report = tiny.Report("both");
        Assert.Equal([("narrow", "cnn_4"), ("broad", "cnn_6")], report.Students.Select(student => (student.Name, student.Seeds[1].Student.Network)));
        Assert.Equal(0, report.Labels!.Taught);
        Assert.Equal(tiny.Report("narrow").Labels!.Digest, report.Labels.Digest);
    }

    [Fact]
    public async Task A_teacher_below_its_limit_stops_the_job_before_anything_is_labelled()
    {
        using var tiny = new TinyJob();

        var end = await tiny.RunAsync(["teacher.minimum_accuracy=0.999"]);

        Assert.Equal(JobState.Failed, end.State);
        Assert.StartsWith("The teacher cnn_8_12 gets ", end.Failure, StringComparison.Ordinal);
        Assert.EndsWith("check dataset.normalization, the order of the classes and that the weights belong to this dataset.", end.Failure, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(tiny.PathOf("labels"), "view-*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_flipped_bit_in_stored_labels_fails_the_next_job_and_never_makes_a_student()
    {
        using var tiny = new TinyJob();
        await tiny.RunAsync();
        var labels = Directory.GetFiles(tiny.PathOf("labels"), "view-001.labels", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(labels, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(labels, bytes, TestContext.Current.CancellationToken);

        var end = await tiny.RunAsync();

        Assert.Equal(("tiny-2", JobState.Failed), (end.Job, end.State));
        Assert.Contains("view-001.labels", end.Failure, StringComparison.Ordinal);
        Assert.False(Directory.Exists(tiny.PathOf("jobs", "tiny-2", "student")));
    }

    [Fact]
    public async Task A_job_that_failed_is_taken_up_again_under_its_name()
    {
        using var tiny = new TinyJob();
        string[] strict = ["teacher.minimum_accuracy=0.999"];

        var first = await tiny.RunAsync(strict);
        var again = await tiny.RunAsync(strict);

        Assert.Equal((JobState.Failed, JobState.Failed), (first.State, again.State));
        Assert.Equal("tiny", again.Job);
        Assert.Equal(first.Failure, again.Failure);
    }

    [Fact]
    public async Task A_job_without_a_teacher_is_plain_training()
    {
        using var tiny = new TinyJob();
        const string Plain = """
            version: 1
            name: plain
            dataset: { kind: digits, train_limit: 192 }
            student: { network: cnn_4 }
            training: { epochs: 2, batch_size: 32, threads: 1, precision: float32 }
            """;
        await using var host = await tiny.StartAsync();

        var name = await host.SubmitAsync(JobReader.Read(Plain, "plain.yaml", []).Job!, Plain, TestContext.Current.CancellationToken);
        var end = await host.FollowAsync(name, TestContext.Current.CancellationToken).LastAsync(TestContext.Current.CancellationToken);

        Assert.Equal(JobState.Finished, end.State);
        Assert.Null(tiny.Report("plain").Teacher);
    }
}
