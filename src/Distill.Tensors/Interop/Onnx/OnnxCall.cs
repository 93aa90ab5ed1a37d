using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Onnx;

/// <summary>One call of a model with everything bound beforehand, so that repeating it allocates nothing here: what latencies are measured with.</summary>
/// <typeparam name="T">What the input holds.</typeparam>
/// <remarks>Belongs to one thread at a time, and ends before its session.</remarks>
public sealed unsafe class OnnxCall<T> : IDisposable
    where T : unmanaged
{
    private const int RunSession = 9;
    private const int CreateTensorWithData = 49;
    private const int GetTensorMutableData = 51;
    private const int GetTensorTypeAndShape = 65;
    private const int ReleaseValue = 96;
    private const int ReleaseTensorTypeAndShape = 99;

    private readonly OnnxApi _api = OnnxRuntime.Api;
    private readonly OnnxSession _session;
    private readonly T[] _input;
    private readonly IReadOnlyList<string> _outputNames;
    private readonly List<GCHandle> _pins = [];
    private readonly nint[] _names;
    private readonly nint[] _outputs;
    private nint _inputValue;

    /// <summary>Binds an input.</summary>
    /// <param name="session">A model with one input.</param>
    /// <param name="input">The input's values; copied.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="outputs">The names of the wanted outputs.</param>
    /// <exception cref="OnnxRuntimeException">The values do not fit the shape or the model.</exception>
    public OnnxCall(OnnxSession session, ReadOnlySpan<T> input, ReadOnlySpan<long> shape, IReadOnlyList<string> outputs)
    {
        if (session.Inputs is not [{ } only] || only.ElementType != Element)
        {
            throw new OnnxRuntimeException($"The model takes {string.Join(", ", session.Inputs.Select(value => $"{value.Name} ({value.ElementType})"))} and not one input of {Element}.");
        }

        (_session, _outputNames, _outputs) = (session, outputs, new nint[outputs.Count]);
        _input = GC.AllocateUninitializedArray<T>(input.Length, pinned: true);
        input.CopyTo(_input);
        _names = [Pin(only.Name), .. outputs.Select(Pin)];
        nint value;
        fixed (long* sizes = shape)
        {
            _api.Check(((delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)_api.At(CreateTensorWithData))(
                _api.CpuMemory, Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_input)), (nuint)(input.Length * sizeof(T)), sizes, (nuint)shape.Length, (int)Element, &value));
        }

        _inputValue = value;
    }

    private static OnnxElementType Element =>
        typeof(T) == typeof(float) ? OnnxElementType.Float32
        : typeof(T) == typeof(byte) ? OnnxElementType.UInt8
        : throw new OnnxRuntimeException($"Inputs of {typeof(T).Name} are not supported; take float or byte.");

    /// <summary>Runs the model once. Later calls write into the results of the first.</summary>
    public void Invoke()
    {
        fixed (nint* names = _names, outputs = _outputs)
        fixed (nint* input = &_inputValue)
        {
            _api.Check(((delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)_api.At(RunSession))(
                _session.Handle, 0, names, input, 1, names + 1, (nuint)_outputs.Length, outputs));
        }
    }

    /// <summary>Copies of what the last call computed, in the order of the wanted outputs.</summary>
    public IReadOnlyList<OnnxArray> Results() => [.. _outputNames.Zip(_outputs, Copy)];

    /// <summary>Frees what was bound.</summary>
    public void Dispose()
    {
        foreach (var value in _outputs.Append(_inputValue))
        {
            _api.Release(ReleaseValue, value);
        }

        Array.Clear(_outputs);
        _inputValue = 0;
        _pins.ForEach(pin => pin.Free());
        _pins.Clear();
    }

    private nint Pin(string name)
    {
        var pin = GCHandle.Alloc(OnnxApi.Text(name), GCHandleType.Pinned);
        _pins.Add(pin);
        return pin.AddrOfPinnedObject();
    }

    private OnnxArray Copy(string name, nint value)
    {
        nint info;
        _api.Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)_api.At(GetTensorTypeAndShape))(value, &info));
        var (element, shape) = OnnxTensorInfo.Read(_api, info);
        _api.Release(ReleaseTensorTypeAndShape, info);
        if (element != OnnxElementType.Float32)
        {
            throw new OnnxRuntimeException($"The output {name} holds {element} and not 32-bit floats.");
        }

        void* data;
        _api.Check(((delegate* unmanaged[Cdecl]<nint, void**, nint>)_api.At(GetTensorMutableData))(value, &data));
        return new OnnxArray(shape, new ReadOnlySpan<float>(data, checked((int)shape.Aggregate(1L, (product, size) => product * size))).ToArray());
    }
}
