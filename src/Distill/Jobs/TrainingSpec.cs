using System.Text.Json.Serialization;

namespace Distill.Jobs;

/// <summary>How long and with which optimizer a network trains.</summary>
public sealed record TrainingSpec
{
    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples per step. Default: 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>How gradients become steps. Default: SGD with a learning rate of 0.1 and momentum 0.9.</summary>
    public OptimizerSpec Optimizer { get; init; } = new();

    /// <summary>How the learning rate moves over the run. Default: cosine.</summary>
    public ScheduleSpec Schedule { get; init; } = new();

    /// <summary>
    /// <c>auto</c> (default; bfloat16 where the processor is faster with it, decided once per job), <c>float32</c> or
    /// <c>bfloat16</c> (with float32 master weights).
    /// </summary>
    public string Precision { get; init; } = "auto";

    /// <summary>Threads of a step; part of what decides its last bits. Default: 0, all cores, fixed once per job.</summary>
    public int Threads { get; init; }

    /// <summary>Share of the true label's probability that is spread over all classes, 0 to below 1. Default: 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Largest allowed norm of the whole gradient; <see langword="null"/> (default) does not clip.</summary>
    public double? GradientClip { get; init; }

    /// <summary>
    /// Decay per step of an exponential average of the weights, which is then what is measured and stored; <see langword="null"/>
    /// (default) averages nothing. 0.999 suits runs of some thousand steps.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Ema { get; init; }

    /// <summary>
    /// Ends the run after so many epochs without a better accuracy on the images that <see cref="DatasetSpec.Validation"/> holds out;
    /// <see langword="null"/> (default) trains to the end. The schedule does not know of it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EarlyStop { get; init; }

    /// <summary>Longest time, in seconds, between two checkpoints. Default: 180. A crash costs at most so much.</summary>
    public double SegmentSeconds { get; init; } = 180;

    /// <summary>Most steps between two checkpoints; <see langword="null"/> (default) leaves it to the time alone.</summary>
    public int? SegmentSteps { get; init; }

    /// <summary>Measures accuracy on the test images after every so many epochs, and after the last. Default: 1.</summary>
    public int EvaluateEvery { get; init; } = 1;
}
