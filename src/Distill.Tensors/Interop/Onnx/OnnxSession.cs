using System.Runtime.InteropServices;

namespace Distill.Tensors.Interop.Onnx;

/// <summary>A model, ready to run on the processor. Safe for any number of threads.</summary>
public sealed unsafe class OnnxSession : IDisposable
{
    private const int CreateSessionFromArray = 8;
    private const int CreateSessionOptions = 10;
    private const int SetOptimizedModelFilePath = 11;
    private const int SetSessionLogSeverity = 22;
    private const int SetGraphOptimization = 23;
    private const int SetIntraOpThreads = 24;
    private const int SetInterOpThreads = 25;
    private const int SessionInputCount = 30;
    private const int SessionOutputCount = 31;
    private const int SessionInputType = 33;
    private const int SessionOutputType = 34;
    private const int SessionInputName = 36;
    private const int SessionOutputName = 37;
    private const int CastTypeInfoToTensorInfo = 55;
    private const int AllocatorFree = 76;
    private const int ReleaseSession = 95;
    private const int ReleaseTypeInfo = 98;
    private const int ReleaseSessionOptions = 100;
    private const int AddSessionConfigEntry = 130;

    private const int NoOptimization = 0;
    private const int AllOptimizations = 99;
    private const int LogFatalOnly = 4;

    private readonly OnnxApi _api;
    private nint _session;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The whole file.</param>
    /// <param name="options">How it is run; one thread, optimised, unless given.</param>
    /// <exception cref="OnnxRuntimeMissingException">There is no ONNX Runtime.</exception>
    /// <exception cref="OnnxRuntimeException">The model is damaged, or needs something that this version does not know.</exception>
    public OnnxSession(ReadOnlySpan<byte> model, OnnxSessionOptions? options = null)
    {
        _api = OnnxRuntime.Api;
        nint prepared = Options(options ?? new OnnxSessionOptions());
        try
        {
            nint session;
            fixed (byte* bytes = model)
            {
                _api.Check(((delegate* unmanaged[Cdecl]<nint, void*, nuint, nint, nint*, nint>)_api.At(CreateSessionFromArray))(
                    _api.Environment, bytes, (nuint)model.Length, prepared, &session));
            }

            _session = session;
        }
        finally
        {
            _api.Release(ReleaseSessionOptions, prepared);
        }

        Inputs = Describe(SessionInputCount, SessionInputName, SessionInputType);
        Outputs = Describe(SessionOutputCount, SessionOutputName, SessionOutputType);
    }

    /// <summary>What the model takes.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>What the model gives.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs { get; }

    internal nint Handle => _session;

    /// <summary>Runs a model that has one input.</summary>
    /// <typeparam name="T">What the input holds: <see langword="float"/> or <see langword="byte"/>.</typeparam>
    /// <param name="input">The input's values.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="outputs">Names of the wanted outputs; all of them unless given.</param>
    /// <exception cref="OnnxRuntimeException">The input does not fit, or an output does not hold floats.</exception>
    public IReadOnlyList<OnnxArray> Run<T>(ReadOnlySpan<T> input, ReadOnlySpan<long> shape, IReadOnlyList<string>? outputs = null)
        where T : unmanaged
    {
        using var call = new OnnxCall<T>(this, input, shape, outputs ?? [.. Outputs.Select(output => output.Name)]);
        call.Invoke();
        return call.Results();
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        _api.Release(ReleaseSession, _session);
        _session = 0;
    }

    private nint Options(OnnxSessionOptions options)
    {
        nint prepared;
        _api.Check(((delegate* unmanaged[Cdecl]<nint*, nint>)_api.At(CreateSessionOptions))(&prepared));
        Set(prepared, SetIntraOpThreads, options.Threads);
        Set(prepared, SetInterOpThreads, 1);
        Set(prepared, SetGraphOptimization, options.Optimize ? AllOptimizations : NoOptimization);
        Set(prepared, SetSessionLogSeverity, LogFatalOnly);
        Configure(prepared, "session.intra_op.allow_spinning", "0");
        if (options.SignedBytes)
        {
            Configure(prepared, "session.qdqisint8allowed", "1");
        }

        if (options.OptimizedModelPath is { } path)
        {
            fixed (byte* file = OnnxApi.Text(path))
            {
                _api.Check(((delegate* unmanaged[Cdecl]<nint, byte*, nint>)_api.At(SetOptimizedModelFilePath))(prepared, file));
            }
        }

        return prepared;
    }

    private void Set(nint options, int place, int value) =>
        _api.Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)_api.At(place))(options, value));

    private void Configure(nint options, string key, string value)
    {
        fixed (byte* name = OnnxApi.Text(key), content = OnnxApi.Text(value))
        {
            _api.Check(((delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)_api.At(AddSessionConfigEntry))(options, name, content));
        }
    }

    private OnnxValueInfo[] Describe(int countPlace, int namePlace, int typePlace)
    {
        nuint count;
        _api.Check(((delegate* unmanaged[Cdecl]<nint, nuint*, nint>)_api.At(countPlace))(_session, &count));
        var values = new OnnxValueInfo[count];
        for (nuint i = 0; i < count; i++)
        {
            byte* text;
            _api.Check(((delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)_api.At(namePlace))(_session, i, _api.Allocator, &text));
            var name = Marshal.PtrToStringUTF8((nint)text)!;
            _api.Check(((delegate* unmanaged[Cdecl]<nint, void*, nint>)_api.At(AllocatorFree))(_api.Allocator, text));
            nint type, tensor;
            _api.Check(((delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)_api.At(typePlace))(_session, i, &type));
            try
            {
                _api.Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)_api.At(CastTypeInfoToTensorInfo))(type, &tensor));
                var (element, shape) = tensor == 0 ? (OnnxElementType.Other, []) : OnnxTensorInfo.Read(_api, tensor);
                values[i] = new OnnxValueInfo(name, element, shape);
            }
            finally
            {
                _api.Release(ReleaseTypeInfo, type);
            }
        }

        return values;
    }
}
