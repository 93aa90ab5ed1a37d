using System.Security.Cryptography;
using Distill.Jobs;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Reports;
using Distill.Tests.Engines;
using Xunit;

namespace Distill.Tests.Pipeline;

/// <summary>Whole jobs with teachers, losses and labels of other kinds than the usual.</summary>
public sealed class MethodTests
{
    private const string Network = "cnn_4";

    [Fact]
    public async Task Students_that_differ_in_their_losses_share_labels_and_a_baseline()
    {
        using var job = new TinyJob();

        var progress = await job.RunAsync(["students=[" +
            "{ name: kd, network: cnn_4, loss: [hard_labels, soft_labels] }," +
            "{ name: all, network: cnn_4, loss: [hard_labels, dkd, dist, mlkd, pld, rkd, { kind: sp, weight: 1 }, { kind: pkt, weight: 1 }, srrl, crd, { kind: activation_order, layers: 2, on_weight: 1 }] }," +
            "{ name: probe, network: cnn_4, head: probe, loss: [activation_order] }]", "training.gradient_clip=1"]);

        Assert.Equal(JobState.Finished, progress.State);
        var report = job.Report("tiny");
        Assert.Equal(["kd", "all", "probe"], report.Students.Select(student => student.Name));
        Assert.Single(report.Students.SelectMany(student => student.Seeds).Select(seed => seed.Baseline!.Sha256).Distinct());
        Assert.Equal(3, report.Students.Select(student => student.Seeds[0].Student.Sha256).Distinct().Count());
        Assert.All(report.Students.Skip(1), student => Assert.InRange(student.Seeds[0].Student.Final.OrderLoss!.Value, 0, 2));
        Assert.All(report.Students.Skip(1), student => Assert.InRange(student.Seeds[0].Student.Final.OrderOverlapSkill!.Value, -1, 1));
        Assert.False(File.Exists(job.PathOf("jobs", "tiny", "all-baseline", "model.safetensors")));
    }

    [Fact]
    public async Task Labels_in_bfloat16_are_another_set_and_the_report_says_what_they_lost()
    {
        using var job = new TinyJob();
        await job.RunAsync();

        var progress = await job.RunAsync(["name=half", "labels.precision=bfloat16", "baseline=false"]);

        Assert.Equal((JobState.Finished, null), (progress.State, progress.Failure));
        var (exact, half) = (job.Report("tiny").Labels!, job.Report("half").Labels!);
        Assert.Equal(("float32", null), (exact.Precision, exact.PrecisionLoss));
        Assert.NotEqual(exact.Fingerprint, half.Fingerprint);
        Assert.NotEqual(exact.NumericsClass, half.NumericsClass);
        Assert.Equal("bfloat16", half.Precision);
        Assert.InRange(half.PrecisionLoss!.Divergence, 10 * exact.Fidelity!.Value, 0.05);
        Assert.InRange(half.PrecisionLoss.Agreement, 0.9, 1);
        Assert.InRange(half.PrecisionLoss.Overlap, 0.8, 1);
        Assert.Contains("bfloat16; against float32 on the test images", await File.ReadAllTextAsync(job.PathOf("jobs", "half", "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_student_becomes_the_teacher_of_the_next_job()
    {
        using var job = new TinyJob();
        await job.RunAsync();

        var progress = await job.RunAsync(["name=second", "teacher={ job: tiny, minimum_accuracy: 0 }", "baseline=false"]);

        Assert.Equal(JobState.Finished, progress.State);
        Assert.Equal(Network, job.Report("second").Teacher!.Network);
        Assert.Equal(job.Report("tiny").Students[0].Seeds[0].Student.Final.Top1, job.Report("second").Teacher!.Accuracy!.Value, 9);
    }

    [Fact]
    public async Task A_student_that_begins_with_what_it_would_have_drawn_comes_to_the_same_bytes()
    {
        using var job = new TinyJob();
        var file = Path.Combine(Path.GetDirectoryName(job.Store)!, "begin.safetensors");
        Write(file, seed: 1);
        await job.RunAsync(["seeds=[1]"]);

        var progress = await job.RunAsync(["name=begun", "seeds=[1]", $"student={{ network: {Network}, weights: {file} }}"]);

        Assert.Equal((JobState.Finished, null), (progress.State, progress.Failure));
        Assert.Equal(job.Student("tiny"), job.Student("begun"));
        Assert.Equal(job.Model("tiny", "baseline"), job.Model("begun", "baseline"));
    }

    [Fact]
    public async Task An_ONNX_file_learns_on_from_where_it_was()
    {
        using var job = new TinyJob();
        await job.RunAsync(["export=[safetensors, onnx]"]);
        var first = job.Report("tiny").Students[0].Seeds[0].Student;

        var progress = await job.RunAsync([
            "name=tuned", $"student={{ weights: {job.PathOf("jobs", "tiny", "student", "model.onnx")} }}", "training.optimizer.lr=0.00001", "training.epochs=1", "baseline=false"]);

        Assert.Equal((JobState.Finished, null), (progress.State, progress.Failure));
        var tuned = job.Report("tuned").Students[0].Seeds[0].Student;
        Assert.Equal(first.Final.Top1, tuned.Final.Top1, 0.02);
        Assert.NotEqual(first.Sha256, tuned.Sha256);
    }

    [Fact]
    public async Task Weights_that_were_replaced_make_another_job_and_are_refused_by_the_one_that_began_with_others()
    {
        using var job = new TinyJob();
        var ct = TestContext.Current.CancellationToken;
        var file = Path.Combine(Path.GetDirectoryName(job.Store)!, "begin.safetensors");
        string[] settings = [$"student={{ network: {Network}, weights: {file} }}", "teacher.minimum_accuracy=1"];
        Write(file, seed: 1);
        Assert.Equal(JobState.Failed, (await job.RunAsync(settings)).State);
        Write(file, seed: 2);

        await job.RunAsync(settings);
        using var store = new FolderStore(job.Store);
        var jobs = new JobStore(store);
        var retried = await new JobControl(jobs, new JobEvents(jobs, "desk", TimeProvider.System), TimeProvider.System).RetryAsync("tiny", ct);
        await using var host = await job.StartAsync();
        await host.AnnounceAsync(retried, ct);
        var last = await host.FollowAsync("tiny", ct).LastAsync(ct);

        Assert.True(File.Exists(job.PathOf("states", "tiny-2.json")));
        Assert.Contains("The weights of student have changed since the job tiny began with them", last.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TorchScript_file_teaches_by_its_logits_and_by_what_it_gives_besides()
    {
        using var job = new TinyJob();
        var file = Path.Combine(Path.GetDirectoryName(job.Store)!, "script.pt");
        File.WriteAllBytes(file, SomeScripts.File("(torch.slice(torch.flatten(x, 1), 1, 0, 10), torch.relu(torch.reshape(x, [-1, 8, 2, 4])))", "Tuple[Tensor, Tensor]"));

        var progress = await job.RunAsync([$"teacher={{ weights: {file}, minimum_accuracy: 0 }}", "baseline=false"]);

        Assert.Equal((JobState.Finished, null), (progress.State, progress.Failure));
        var teacher = job.Report("tiny").Teacher!;
        Assert.Equal(("script", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))), (teacher.Network, teacher.Sha256));
        Assert.Equal(new FileInfo(file).Length, teacher.Bytes);
    }

    [Fact]
    public async Task A_teacher_of_logits_alone_cannot_teach_layers()
    {
        using var job = new TinyJob();
        var file = Path.Combine(Path.GetDirectoryName(job.Store)!, "script.pt");
        File.WriteAllBytes(file, SomeScripts.FirstPixels(10));

        var progress = await job.RunAsync([$"teacher={{ weights: {file}, minimum_accuracy: 0 }}", "baseline=false"]);
        var paired = await job.RunAsync([$"teacher={{ weights: {file}, minimum_accuracy: 0 }}", "baseline=false", "loss=[hard_labels, { kind: activation_order, layers: 2 }]"]);

        Assert.Equal("activation_order has layers: 2, but script has no stages that could be paired by their depth; name its layers in taps, or take the term out.", paired.Failure);
        Assert.Equal("Network \"script\" has no stage whose end could be tapped; name a layer, or use losses over logits alone.", progress.Failure);
    }

    [Fact]
    public async Task Students_of_several_jobs_teach_together()
    {
        using var job = new TinyJob();
        await job.RunAsync(["name=first", "baseline=false", "training.epochs=1"]);
        await job.RunAsync(["name=second", "baseline=false", "training.epochs=1", "seed=5"]);

        var progress = await job.RunAsync([
            "teacher={ job: first, together: [second], shares: [1, 2], weighing: sureness, minimum_accuracy: 0 }", "baseline=false",
            "loss=[hard_labels, soft_labels, { kind: activation_order, taps: [{ teacher: m1.block0, prefix: 4 }, { teacher: m2.block0, prefix: 4 }] }]"]);

        Assert.Equal(JobState.Finished, progress.State);
        Assert.Equal("cnn_4+cnn_4", job.Report("tiny").Teacher!.Network);
    }

    [Theory]
    [InlineData("teacher={ job: nobody }", "teacher.job is nobody, but there is no finished job of that name in this store; run it first, or correct the name.")]
    [InlineData("teacher={ job: tiny, student: wide }", "teacher.student is wide, but the students of tiny are student; name one of them.")]
    public async Task A_teacher_that_no_job_has_made_is_refused(string teacher, string sentence)
    {
        using var job = new TinyJob();
        await job.RunAsync(["baseline=false"]);

        var progress = await job.RunAsync(["name=second", teacher]);

        Assert.Equal((JobState.Failed, sentence), (progress.State, progress.Failure));
    }

    [Fact]
    public async Task A_teacher_of_other_classes_teaches_by_its_activations_alone()
    {
        using var job = new TinyJob();
        var weights = job.PathOf("other.safetensors");
        Directory.CreateDirectory(job.Store);
        var network = Zoo.Create("cnn_8_12", classes: 7, new(1, 8, 8));
        using (var file = File.Create(weights))
        {
            Safetensors.Write(file, Initialization.Create(network, seed: 3), new Dictionary<string, string>());
        }

        var progress = await job.RunAsync([$"teacher={{ network: cnn_8_12, weights: {weights}, head: none, minimum_accuracy: 0 }}", "student={ network: cnn_4, head: probe }", "loss=[activation_order]"]);

        Assert.Equal(JobState.Finished, progress.State);
        var report = job.Report("tiny");
        Assert.InRange(report.Teacher!.Accuracy!.Value, 0.2, 1);
        Assert.Null(report.Students[0].Seeds[0].Student.Final.TeacherAgreement);
    }

    [Fact]
    public async Task A_teacher_without_a_classifier_is_measured_by_its_last_layer_and_by_images_that_have_a_label()
    {
        using var job = new TinyJob();
        string[] headless = ["teacher.head=none", "student={ network: cnn_4, head: probe }", "baseline=false"];

        await job.RunAsync([.. headless, "name=last", "loss=[activation_order]"]);
        await job.RunAsync([.. headless, "name=both", "loss=[{ kind: activation_order, layers: 2 }]"]);
        var few = await job.RunAsync([.. headless, "name=few", "loss=[activation_order]", "dataset.labelled=10"]);

        Assert.Equal(job.Report("last").Teacher!.Accuracy, job.Report("both").Teacher!.Accuracy);
        Assert.Equal((JobState.Finished, null), (few.State, few.Failure));
    }

    [Fact]
    public async Task After_an_early_stop_views_that_nobody_has_read_are_not_waited_for()
    {
        using var job = new TinyJob();

        var progress = await job.RunAsync([
            "dataset.validation=32", "labels.views=400", "training.epochs=400", "training.optimizer={ kind: sgd, lr: 0.000000001 }", "training.evaluate_every=1", "training.early_stop=1", "baseline=false"]);

        Assert.Equal((JobState.Finished, null), (progress.State, progress.Failure));
        var epochs = job.Report("tiny").Students[0].Seeds[0].Student.Curve[^1].Epoch;
        Assert.InRange(epochs, 2, 200);
        Assert.Equal(epochs, job.Report("tiny").Labels!.Taught);
        Assert.InRange(Directory.GetFiles(job.PathOf("labels"), "view-*.labels", SearchOption.AllDirectories).Length, epochs, 399); // Teachers are some views ahead.
    }

    [Fact]
    public async Task A_job_with_few_labels_a_held_out_set_and_mixed_images_picks_the_best_of_its_sweep()
    {
        using var job = new TinyJob();

        var progress = await job.RunAsync([
            "dataset={ kind: digits, train_limit: 192, validation: 32, labelled: 40, augment: [{ kind: translate, pixels: 1 }, cutmix] }",
            "sweep={ loss.1.weight: [0.5, 1], training.ema: [0.9] }"]);

        Assert.Equal(JobState.Finished, progress.State);
        var report = job.Report("tiny");
        Assert.Equal(160, report.Dataset.TrainSamples);
        Assert.Equal(2, report.Students.Count);
        Assert.Contains($"; best on the held-out images: {report.Best!.Value.Name} (", report.Finding);
    }

    private static void Write(string path, ulong seed)
    {
        using var file = File.Create(path);
        Safetensors.Write(file, Initialization.Create(Zoo.Create(Network, 10, new(1, 8, 8)), seed), new Dictionary<string, string>());
    }
}
