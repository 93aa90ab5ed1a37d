using Distill.Jobs;

namespace Distill.Learning;

/// <summary>The learning rate as a pure function of the step, so that a resumed run needs no scheduler state.</summary>
/// <param name="peak">The optimizer's rate, reached at the end of the warm-up.</param>
/// <param name="schedule">Shape of the decay: cosine to 0 at the last step, step decay, or constant.</param>
/// <param name="stepsPerEpoch">Optimizer steps in one epoch.</param>
/// <param name="epochs">Epochs in the whole run.</param>
public sealed class LearningRate(double peak, ScheduleSpec schedule, long stepsPerEpoch, int epochs)
{
    /// <summary>The rate that the step with this index (from 0) uses.</summary>
    public double At(long step)
    {
        var warmup = schedule.WarmupEpochs * stepsPerEpoch;
        if (step < warmup)
        {
            return peak * (step + 1) / (warmup + 1);
        }
        var total = epochs * (double)stepsPerEpoch;
        return schedule.Kind switch
        {
            "cosine" => peak * 0.5 * (1 + Math.Cos(Math.PI * (step - warmup) / Math.Max(1, total - warmup))),
            "step" => peak * Math.Pow(schedule.Factor, schedule.Milestones.Count(epoch => step >= epoch * stepsPerEpoch)),
            "constant" => peak,
            _ => throw new ArgumentException($"There is no learning-rate schedule \"{schedule.Kind}\"; use cosine, step or constant."),
        };
    }
}
