using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Distill.Tensors.Interop.Libtorch;

/// <summary>
/// An operator of libtorch, named as in its schema without the prefix <c>aten::</c> (<c>add.Tensor</c>, <c>conv2d</c>). It is
/// looked up at its first call. Arguments go in the schema's order; trailing ones may be left out where it has defaults.
/// </summary>
internal sealed unsafe class Operator(string name)
{
    // Longer lists than this many integers and tensors in all go to the heap.
    private const int ScratchLength = 64;

    private nint handle;

    /// <summary>Calls an operator with one tensor as result.</summary>
    public Tensor Call(ReadOnlySpan<Argument> arguments)
    {
        nint result;
        Invoke(arguments, &result, 1);
        return new Tensor(result);
    }

    /// <summary>Calls an operator with two tensors as results, such as values and indices.</summary>
    public (Tensor, Tensor) CallPair(ReadOnlySpan<Argument> arguments)
    {
        nint* results = stackalloc nint[2];
        Invoke(arguments, results, 2);
        return (new Tensor(results[0]), new Tensor(results[1]));
    }

    /// <summary>Calls an operator that answers yes or no.</summary>
    public bool Test(ReadOnlySpan<Argument> arguments)
    {
        nint result;
        Invoke(arguments, &result, 1);
        return result != 0;
    }

    /// <summary>Calls an operator that changes its first argument, and returns that.</summary>
    public Tensor CallInPlace(ReadOnlySpan<Argument> arguments)
    {
        Invoke(arguments, null, 0);
        return (Tensor)arguments[0].Reference!;
    }

    /// <summary>Looks the operator up now; fails where this libtorch has none of that name.</summary>
    public void Resolve()
    {
        if (handle == 0) handle = Find();
    }

    private void Invoke(ReadOnlySpan<Argument> arguments, nint* results, int capacity)
    {
        Resolve();
        int needed = 0;
        foreach (ref readonly var argument in arguments) needed += argument.Length;
        long* scratch = stackalloc long[ScratchLength];
        long[]? heap = needed > ScratchLength ? GC.AllocateUninitializedArray<long>(needed, pinned: true) : null;
        if (heap is not null) scratch = (long*)Marshal.UnsafeAddrOfPinnedArrayElement(heap, 0);
        var native = stackalloc NativeArgument[arguments.Length];
        for (int i = 0; i < arguments.Length; i++) scratch = Write(arguments[i], native + i, scratch);

        int written = Native.Call(handle, native, arguments.Length, results, capacity);

        foreach (ref readonly var argument in arguments) GC.KeepAlive(argument.Reference);
        GC.KeepAlive(heap);
        if (written < capacity) throw Failure(arguments, written < 0 ? Native.Error() : $"expected {capacity} results, got {written}");
        if (written < 0) throw Failure(arguments, Native.Error());
    }

    // Returns the scratch memory behind what the argument took of it.
    private static long* Write(in Argument argument, NativeArgument* native, long* scratch)
    {
        native->Kind = argument.Kind;
        native->Length = argument.Length;
        native->Value = argument.First;
        switch (argument.Reference)
        {
            case Tensor tensor:
                native->Value = tensor.Handle;
                return scratch;
            case long[] integers:
                integers.CopyTo(new Span<long>(scratch, integers.Length));
                break;
            case IReadOnlyList<Tensor> tensors:
                for (int i = 0; i < tensors.Count; i++) scratch[i] = tensors[i].Handle;
                break;
            case null when argument.Kind == ArgumentKind.Integers:
                scratch[0] = argument.First;
                if (argument.Length == 2) scratch[1] = argument.Second;
                break;
            default:
                return scratch;
        }
        native->Value = (long)scratch;
        return scratch + argument.Length;
    }

    private nint Find()
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        var (schema, overload) = dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
        nint found = Native.FindOperator($"aten::{schema}", overload);
        return found != 0 ? found : throw new TensorException($"{name} failed: {Native.Error()}");
    }

    private TensorException Failure(ReadOnlySpan<Argument> arguments, string reason)
    {
        var shapes = new StringBuilder();
        foreach (ref readonly var argument in arguments)
        {
            IEnumerable<Tensor> tensors = argument.Reference switch { Tensor one => [one], IReadOnlyList<Tensor> many => many, _ => [] };
            foreach (var tensor in tensors) shapes.Append(shapes.Length == 0 ? " on " : ", ").Append(tensor);
        }
        return new TensorException($"{name} failed{shapes}: {reason.TrimEnd()}");
    }
}
