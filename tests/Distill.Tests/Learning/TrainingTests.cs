using System.Globalization;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Distill.Randomness;
using Distill.Tensors;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Learning;

public sealed class TrainingTests
{
    [Fact]
    public async Task The_same_plan_and_labels_give_the_same_bytes()
    {
        using var run = new TinyRun();
        var log = await run.TeachAsync();

        Assert.Equal(await run.TrainAsync(log), await run.TrainAsync(log));
    }

    [Fact]
    public async Task Broken_into_random_segments_and_resumed_each_time_it_ends_with_the_same_bytes()
    {
        using var run = new TinyRun();
        var log = await run.TeachAsync();
        byte[]? bytes = null;
        for (var segment = 0UL; ; segment++)
        {
            var steps = 1 + CounterRandom.Below(2, seed: 1, stream: 0, index: segment);
            var checkpoint = bytes is null ? null : Checkpoint.Decode(bytes, "segment");
            await using var source = run.Source(log, checkpoint);
            using var training = new Training(run.Plan with { Labels = source }, checkpoint);
            var first = training.Step;
            training.Run(() => training.Step - first >= steps, null, CancellationToken.None);
            bytes = training.Capture().Encode();
            if (training.Finished)
            {
                break;
            }
        }

        Assert.Equal(await run.TrainAsync(log), bytes);
    }

    [Fact]
    public async Task Every_step_says_how_long_it_waited_for_images_and_labels()
    {
        using var run = new TinyRun();
        var log = await run.TeachAsync();
        await using var source = run.Source(log);
        using var training = new Training(run.Plan with { Labels = source }, time: new SecondsPerLook());
        var waited = new List<TimeSpan>();

        training.Run(() => waited.Count == 3, step => waited.Add(step.Waited), CancellationToken.None);

        // One look at the clock before a step's images and labels are asked for, one when they are there.
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(1), 3), waited);
    }

    [Fact]
    public async Task One_flipped_bit_of_one_logit_changes_the_student()
    {
        using var run = new TinyRun();

        var plain = await run.TrainAsync(await run.TeachAsync());
        var flipped = await run.TrainAsync(await run.TeachAsync(chunk => chunk is { View: 1, Index: 2 } ? WithOneBitFlipped(chunk) : chunk));

        Assert.NotEqual(Student(plain), Student(flipped));

        static string Student(byte[] checkpoint) => Checkpoint.Decode(checkpoint, "student").Network.Digest;
    }

    [Fact]
    public async Task A_student_never_goes_on_with_other_labels_than_it_began_with()
    {
        using var run = new TinyRun();
        var log = await run.TeachAsync();
        Checkpoint checkpoint;
        await using (var source = run.Source(log))
        {
            using var training = new Training(run.Plan with { Labels = source });
            training.Run(() => true, null, CancellationToken.None);
            checkpoint = training.Capture();
        }

        var others = await run.TeachAsync(chunk => chunk is { View: 0, Index: 0 } ? WithOneBitFlipped(chunk) : chunk);
        await using var changed = run.Source(others, checkpoint);
        using var resumed = new Training(run.Plan with { Labels = changed }, checkpoint);

        var problem = Assert.Throws<LabelChangedException>(() => resumed.Run(() => false, null, CancellationToken.None));
        Assert.StartsWith("View 0, chunk 0 of the labels has changed", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_wait_for_labels_leaves_the_state_after_the_last_step()
    {
        using var run = new TinyRun();
        await using var source = run.Source(new MemoryLabelLog());
        using var training = new Training(run.Plan with { Labels = source });
        using var cancel = new CancellationTokenSource();
        var waiting = Task.Run(() => training.Run(() => false, null, cancel.Token), TestContext.Current.CancellationToken);

        await cancel.CancelAsync();
        await waiting;

        Assert.Equal(0, training.Step);
    }

    [Fact]
    public async Task The_learning_curve_is_the_golden_one()
    {
        using var run = new TinyRun();
        var curve = new List<StepReport>();

        await run.TrainAsync(await run.TeachAsync(), curve.Add);

        var numerics = NumericEnvironment.Current("float32", 1).Digest;
        var exact = Path.GetFileName(Repository.PathOf("tests", "Distill.Tests", "Approved", "curves", $"tiny.{numerics}.txt"));
        if (File.Exists(Repository.PathOf("tests", "Distill.Tests", "Approved", "curves", exact)) || Approved.Rewrites)
        {
            Approved.Verify(Text(curve, "G9"), $"curves/tiny.{numerics}");
        }
        AssertNear(curve);
    }

    [Fact]
    public async Task A_loss_that_is_no_number_ends_the_run_with_what_to_change()
    {
        using var run = new TinyRun();
        await using var source = run.Source(await run.TeachAsync());
        var wild = run.Plan.Training with { Optimizer = run.Plan.Training.Optimizer with { LearningRate = 1e30 } };
        using var training = new Training(run.Plan with { Labels = source, Training = wild });

        var problem = Assert.Throws<TrainingException>(() => training.Run(() => false, null, CancellationToken.None));

        Assert.Contains("lower training.optimizer.lr", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_term_and_the_agreement_with_the_teacher_are_in_the_curve()
    {
        using var run = new TinyRun();
        await using var source = run.Source(await run.TeachAsync());
        using var training = new Training(run.Plan with { Labels = source });

        training.Run(() => false, null, CancellationToken.None);

        Assert.Equal([1, 2, 3], training.Curve.Select(p => p.Epoch));
        Assert.All(training.Curve, p => Assert.Equal(["activation_order", "hard_labels", "soft_labels"], p.Terms.Keys));
        Assert.Null(training.Curve[0].Accuracy);
        Assert.NotNull(training.Curve[2].Accuracy);
    }

    [Fact]
    public async Task Brain_float_training_keeps_float32_masters_and_learns_nearly_the_same()
    {
        using var run = new TinyRun();
        using var brain = new TinyRun(Precision.BFloat16);
        var (plain, rounded) = (new List<StepReport>(), new List<StepReport>());

        await run.TrainAsync(await run.TeachAsync(), plain.Add);
        await brain.TrainAsync(await brain.TeachAsync(), rounded.Add);

        Assert.Equal(plain[^1].Loss, rounded[^1].Loss, 0.05 * plain[^1].Loss);
    }

    private static LabelChunk WithOneBitFlipped(LabelChunk chunk)
    {
        var logits_NK = (Half[])chunk.Logits_NK.Clone();
        logits_NK[7] = BitConverter.UInt16BitsToHalf((ushort)(BitConverter.HalfToUInt16Bits(logits_NK[7]) ^ 1));
        return chunk with { Logits_NK = logits_NK };
    }

    private static string Text(List<StepReport> curve, string format) => string.Join('\n', curve.Select(step =>
        $"{step.Step} {step.Loss.ToString(format, CultureInfo.InvariantCulture)}"));

    // On another numerics class the last bits differ and nothing else.
    private static void AssertNear(List<StepReport> curve)
    {
        if (Approved.Rewrites)
        {
            Approved.Verify(Text(curve, "G6"), "curves/tiny");
        }
        var approved = File.ReadAllLines(Repository.PathOf("tests", "Distill.Tests", "Approved", "curves", "tiny.txt"));
        Assert.Equal(approved.Length, curve.Count);
        foreach (var (line, step) in approved.Zip(curve))
        {
            var loss = double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
            Assert.Equal(loss, step.Loss, 1e-3 * loss);
        }
    }

    private sealed class SecondsPerLook : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => ++_looks * TimestampFrequency;
    }
}
