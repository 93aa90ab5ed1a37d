namespace Distill.Pipeline.Workers;

/// <summary>Tells every worker of this process to save and stop; the bus's own stop token comes too late for that.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled when the process is to stop.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Asks for the stop.</summary>
    public void Raise() => _source.Cancel();

    public void Dispose() => _source.Dispose();
}
