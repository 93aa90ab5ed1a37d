using Distill.Learning;

namespace Distill.Pipeline.Workers;

/// <summary>A training that stays in memory between two segments, so that the next one loads and decodes nothing.</summary>
/// <param name="plan">Its plan.</param>
/// <param name="training">Its state.</param>
internal sealed class WarmRun(TrainingPlan plan, Training training) : IAsyncDisposable
{
    /// <summary>Its plan.</summary>
    public TrainingPlan Plan => plan;

    /// <summary>Its state.</summary>
    public Training Training => training;

    public async ValueTask DisposeAsync()
    {
        training.Dispose();
        if (plan.Labels is { } labels)
        {
            await labels.DisposeAsync();
        }
    }
}
