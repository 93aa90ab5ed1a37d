namespace Distill.Data;

/// <summary>
/// Rendered images of one batch. Disposing hands the buffer back, after which a later batch overwrites it: copy what has
/// to outlive that.
/// </summary>
public sealed class ImageBatch : IDisposable
{
    private readonly BatchBuffers _buffers;
    private float[]? _pixels_NHWC;

    internal ImageBatch(BatchPlan plan, float[] pixels_NHWC, BatchBuffers buffers) =>
        (Plan, _pixels_NHWC, _buffers) = (plan, pixels_NHWC, buffers);

    /// <summary>The plan that was rendered.</summary>
    public BatchPlan Plan { get; }

    /// <summary>How many images there are.</summary>
    public int Count => Plan.Samples.Length;

    /// <summary>Normalised pixels in the order of the plan, exactly count x height x width x channels numbers.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public float[] Pixels_NHWC
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pixels_NHWC is null, this);
            return _pixels_NHWC;
        }
    }

    /// <summary>Hands the buffer back; further calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels_NHWC, null) is { } pixels_NHWC)
        {
            _buffers.Return(pixels_NHWC);
        }
    }
}
