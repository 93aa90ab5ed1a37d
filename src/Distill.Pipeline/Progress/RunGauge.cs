using Distill.Jobs;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Progress;

/// <summary>How far one run is, as far as this process has heard.</summary>
internal sealed class RunGauge(Run run, TrainingSpec training)
{
    private const double Smoothing = 0.2;

    public Run Run => run;

    public TrainingSpec Training => training;

    public long Step { get; private set; }

    public long Steps { get; private set; }

    public int Epoch { get; private set; }

    public int Epochs { get; private set; } = training.Epochs;

    public double? SamplesPerSecond { get; private set; }

    public bool Finished => Steps > 0 && Step >= Steps;

    public long Done => Step * training.BatchSize;

    public long Total => Steps * training.BatchSize;

    /// <summary>Takes over what the store says, unless events have told of more.</summary>
    /// <returns>Whether it was news.</returns>
    public bool Restore(RunHead head)
    {
        // A run that stops early ends at fewer steps than were expected of it.
        if (head.Step < Step || (head.Step == Step && head.Steps == Steps))
        {
            return false;
        }
        (Step, Steps, Epoch) = (head.Step, head.Steps, head.Curve.Count);
        SamplesPerSecond ??= head.Seconds > 0 ? Done / head.Seconds : null;
        return true;
    }

    /// <summary>Takes over from a run with the same training what it has to do, unless it is known.</summary>
    public void Expect(long steps) => Steps = Steps > 0 ? Steps : steps;

    public void Move(long step, long steps, int epoch, int epochs, double rate)
    {
        (Step, Steps, Epoch, Epochs) = (step, steps, epoch, epochs);
        SamplesPerSecond = SamplesPerSecond is { } known ? known + Smoothing * (rate - known) : rate;
    }
}
