namespace Distill.Pipeline.Workers;

/// <summary>The thread that trains in this process; one, because a training step uses all cores.</summary>
internal sealed class TrainerThread : IDisposable
{
    private readonly ComputeThread _thread = new("trainer");

    /// <summary>Runs a piece of training.</summary>
    public Task<T> RunAsync<T>(Func<T> work) => _thread.RunAsync(work);

    public void Dispose() => _thread.Dispose();
}
