namespace Distill.Pipeline.Progress;

/// <summary>What a run's training said of itself at one step, a few times a second.</summary>
/// <param name="Number">Number of the point, rising through all points of this process.</param>
/// <param name="Run">The run.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in the whole run.</param>
/// <param name="Epoch">The epoch of the step, from 0.</param>
/// <param name="Epochs">Epochs in the whole run.</param>
/// <param name="SamplesPerSecond">Images per second since the point before.</param>
/// <param name="Metrics">The figures by name, such as <c>loss</c> and <c>loss.soft_labels</c>.</param>
public sealed record LivePoint(
    long Number, string Run, long Step, long Steps, int Epoch, int Epochs, double SamplesPerSecond, IReadOnlyDictionary<string, double> Metrics);
