namespace Distill.Pipeline.Inputs;

/// <summary>Counts the bytes of an upload, whose parts end in any order.</summary>
internal sealed class UploadGauge(IProgress<InputProgress>? progress, long total)
{
    private readonly Lock _lock = new();
    private long _done;

    public void Add(long bytes)
    {
        lock (_lock)
        {
            // A part that had to be sent twice counts once.
            _done = Math.Min(_done + bytes, total);
            progress?.Report(new InputProgress(_done, total));
        }
    }
}
