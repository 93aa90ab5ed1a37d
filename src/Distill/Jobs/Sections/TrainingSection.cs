using Distill.Jobs.Forms;
using Distill.Networks;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>training</c>, of the student and of a teacher that is trained first.</summary>
internal static class TrainingSection
{
    public static readonly SectionForm<TrainingSpec> Settings = new(
        _ => new() { Epochs = 1 },
        [
            new Key<TrainingSpec, int>("epochs", Form.Whole(1, 100_000), t => t.Epochs, (t, epochs) => t with { Epochs = epochs })
            {
                About = "passes over the training images",
                Required = true,
            },
            new Key<TrainingSpec, int>("batch_size", Form.Whole(1, 65_536), t => t.BatchSize, (t, size) => t with { BatchSize = size })
            {
                About = "samples per step",
                KnownElsewhereAs = ["batch", "bs"],
            },
            new Key<TrainingSpec, OptimizerSpec>("optimizer", OptimizerSection.Settings, t => t.Optimizer, (t, optimizer) => t with { Optimizer = optimizer })
            {
                About = "how gradients become steps",
                KnownElsewhereAs = ["optim", "optimiser"],
            },
            new Key<TrainingSpec, ScheduleSpec>("schedule", ScheduleSection.Settings, t => t.Schedule, (t, schedule) => t with { Schedule = schedule })
            {
                About = "how the learning rate moves over the run",
                KnownElsewhereAs = ["scheduler", "lr_schedule", "lr_scheduler"],
            },
            new Key<TrainingSpec, string>("precision", PrecisionForm.Of("auto", PrecisionNames.Float32, PrecisionNames.BFloat16), t => t.Precision, (t, precision) => t with { Precision = precision })
            {
                About = "arithmetic of a step; auto takes bfloat16 where the processor is faster with it",
            },
            new Key<TrainingSpec, int>("threads", Form.Whole(0, 1024), t => t.Threads, (t, threads) => t with { Threads = threads })
            {
                About = "threads of a step; 0 takes all cores",
            },
            new Key<TrainingSpec, double>("label_smoothing", Form.NumberBelow(0, 1), t => t.LabelSmoothing, (t, share) => t with { LabelSmoothing = share })
            {
                About = "share of the true label's probability that is spread over all classes",
            },
            new Key<TrainingSpec, double>("gradient_clip", Form.NumberBetween(0), t => t.GradientClip, (t, norm) => t with { GradientClip = norm })
            {
                About = "largest norm of the whole gradient; null does not clip",
                Clear = t => t with { GradientClip = null },
                KnownElsewhereAs = ["clip", "grad_clip", "max_grad_norm"],
            },
            new Key<TrainingSpec, double>("ema", Form.NumberBetween(0, 1), t => t.Ema, (t, decay) => t with { Ema = decay })
            {
                About = "decay per step of an average of the weights, which is then what is measured and stored; null averages nothing",
                Clear = t => t with { Ema = null },
                IsWritten = t => t.Ema is not null,
                KnownElsewhereAs = ["ema_decay", "model_ema"],
            },
            new Key<TrainingSpec, int>("early_stop", Form.Whole(1), t => t.EarlyStop, (t, epochs) => t with { EarlyStop = epochs })
            {
                About = "end after so many epochs without a better accuracy on the images that dataset.validation holds out; null trains to the end",
                Clear = t => t with { EarlyStop = null },
                IsWritten = t => t.EarlyStop is not null,
                KnownElsewhereAs = ["patience", "early_stopping"],
            },
            new Key<TrainingSpec, double>("segment_seconds", Form.Number(1, 1200), t => t.SegmentSeconds, (t, seconds) => t with { SegmentSeconds = seconds })
            {
                About = "longest time between two checkpoints",
            },
            new Key<TrainingSpec, int>("segment_steps", Form.Whole(1), t => t.SegmentSteps, (t, steps) => t with { SegmentSteps = steps })
            {
                About = "most steps between two checkpoints; null leaves it to the time",
                Clear = t => t with { SegmentSteps = null },
            },
            new Key<TrainingSpec, int>("evaluate_every", Form.Whole(1), t => t.EvaluateEvery, (t, epochs) => t with { EvaluateEvery = epochs })
            {
                About = "epochs between two looks at the test images",
            },
        ])
    {
        Check = reading =>
        {
            var training = reading.Value;
            if (reading.States("epochs") && training.Schedule.WarmupEpochs > training.Epochs)
            {
                reading.Problem("schedule", $"{reading.Path}.schedule warms up for {training.Schedule.WarmupEpochs} epochs, but there are only {training.Epochs}; the learning rate would never be reached.");
            }

            if (reading.States("epochs") && training.EarlyStop is { } patience && EarliestStop(patience, training.EvaluateEvery) is var earliest && earliest >= training.Epochs)
            {
                reading.Problem("early_stop", $"{reading.Path}.early_stop of {patience} with evaluate_every {training.EvaluateEvery} could end a run after epoch {earliest} at the earliest, but there are only {training.Epochs}; make one of them less, or take early_stop out.");
            }
        },
    };

    // A first look, and so many epochs later, at a look again, none was better.
    private static int EarliestStop(int patience, int evaluateEvery) => evaluateEvery * (1 + ((patience + evaluateEvery - 1) / evaluateEvery));
}
