namespace Distill.Pipeline.Workers;

/// <summary>Says once that only another process, or another machine, will help.</summary>
internal sealed class BreakdownSignal
{
    private readonly TaskCompletionSource<Breakdown> _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first reason.</summary>
    public Task<Breakdown> Raised => _raised.Task;

    /// <summary>Gives a reason.</summary>
    public void Raise(Breakdown breakdown) => _raised.TrySetResult(breakdown);
}
