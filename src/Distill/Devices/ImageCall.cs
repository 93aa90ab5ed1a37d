using Distill.Randomness;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Devices;

/// <summary>A model with one image of noise bound to it.</summary>
internal sealed class ImageCall : IDisposable
{
    private readonly OnnxSession _session;
    private readonly IDisposable _call;

    /// <param name="model">A whole ONNX file.</param>
    /// <param name="threads">Threads of an operator.</param>
    public ImageCall(ReadOnlyMemory<byte> model, int threads)
    {
        _session = new OnnxSession(model.Span, new OnnxSessionOptions { Threads = threads });
        try
        {
            (_call, Invoke) = Bind(_session);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    public Action Invoke { get; }

    public void Dispose()
    {
        _call.Dispose();
        _session.Dispose();
    }

    private static (IDisposable Call, Action Invoke) Bind(OnnxSession session)
    {
        if (session.Inputs is not [{ } input])
        {
            throw new OnnxRuntimeException($"The model takes {session.Inputs.Count} inputs; only models that take one image can be measured.");
        }

        // What the model leaves open is the batch, and one image is asked about.
        long[] shape = [.. input.Shape.Select(size => size < 0 ? 1 : size)];
        string[] outputs = [.. session.Outputs.Select(output => output.Name)];
        var noise = Noise(checked((int)Networks.Shapes.Count(shape)));
        if (input.ElementType == OnnxElementType.UInt8)
        {
            var pixels = new OnnxCall<byte>(session, Array.ConvertAll(noise, value => (byte)(255 * value)), shape, outputs);
            return (pixels, pixels.Invoke);
        }

        var call = new OnnxCall<float>(session, Array.ConvertAll(noise, value => 4 * value - 2), shape, outputs);
        return (call, call.Invoke);
    }

    // Ordinary values: zeros, or numbers too small to be normal, take another time.
    private static float[] Noise(int count) =>
        [.. Enumerable.Range(0, count).Select(index => CounterRandom.Uniform(seed: 1, stream: 0, (ulong)index))];
}
