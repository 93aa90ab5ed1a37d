namespace Distill.Learning;

/// <summary>What one step did, for live displays.</summary>
/// <param name="Step">Steps done, this one included.</param>
/// <param name="Steps">Steps in the whole run.</param>
/// <param name="Epoch">Epoch of the step, from 0.</param>
/// <param name="Samples">Samples in the batch.</param>
/// <param name="LearningRate">The step's learning rate.</param>
/// <param name="Loss">The weighted loss.</param>
/// <param name="Terms">Each term before weighting.</param>
/// <param name="Accuracy">Accuracy on the test split where this step ended an epoch that evaluates, else null.</param>
public sealed record StepReport(
    long Step, long Steps, int Epoch, int Samples, double LearningRate, double Loss, IReadOnlyList<(string Name, double Value)> Terms, double? Accuracy)
{
    /// <summary>How long the step waited for its images and labels before it could begin.</summary>
    public TimeSpan Waited { get; init; }
}
