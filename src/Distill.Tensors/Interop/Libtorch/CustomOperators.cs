using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tensors.Interop.Libtorch;

/// <summary>Operators that .NET computes: libtorch knows them by their numbers and asks for their gradients.</summary>
internal static unsafe class CustomOperators
{
    private static readonly List<(string Name, Func<autograd.AutogradContext, Tensor, List<Tensor>> Backward)> Registered = [];

    [ThreadStatic]
    private static Exception? failure;

    /// <summary>Makes an operator known; the result is its number.</summary>
    public static long Register(string name, Func<autograd.AutogradContext, Tensor, List<Tensor>> backward)
    {
        lock (Registered)
        {
            Registered.Add((name, backward));
            return Registered.Count - 1;
        }
    }

    /// <summary>Makes a result a function of the tensors that it was made from.</summary>
    /// <param name="number">The operator.</param>
    /// <param name="inputs">All arguments; null for those that are no tensors.</param>
    /// <param name="saved">What its gradient needs.</param>
    /// <param name="result">The result, made without recording.</param>
    public static void Record(long number, IReadOnlyList<Tensor?> inputs, IReadOnlyList<Tensor> saved, Tensor result)
    {
        nint* handles = stackalloc nint[inputs.Count + saved.Count];
        for (int i = 0; i < inputs.Count; i++) handles[i] = inputs[i]?.Handle ?? 0;
        for (int i = 0; i < saved.Count; i++) handles[inputs.Count + i] = saved[i].Handle;
        int failed = Native.Record(number, &Backward, handles, inputs.Count, handles + inputs.Count, saved.Count, result.Handle);
        GC.KeepAlive(inputs);
        GC.KeepAlive(saved);
        GC.KeepAlive(result);
        if (failed != 0) throw new TensorException($"The result of {Of(number).Name} cannot be recorded: {Native.Error()}");
    }

    /// <summary>Throws what a gradient threw in the backward pass that has just failed on this thread, if it was one of these.</summary>
    public static void ThrowFailure()
    {
        if (failure is not { } thrown) return;
        failure = null;
        ExceptionDispatchInfo.Throw(thrown);
    }

    private static (string Name, Func<autograd.AutogradContext, Tensor, List<Tensor>> Backward) Of(long number)
    {
        lock (Registered) return Registered[(int)number];
    }

    // The tensors that come in are this method's to free; those that go out are libtorch's.
    [UnmanagedCallersOnly]
    private static int Backward(long number, nint gradient, nint* saved, int savedCount, nint* results, int count)
    {
        try
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var resultGradient = new Tensor(gradient);
            var context = new autograd.AutogradContext();
            context.save_for_backward([.. new ReadOnlySpan<nint>(saved, savedCount).ToArray().Select(handle => new Tensor(handle))]);
            var (name, backward) = Of(number);
            var gradients = backward(context, resultGradient);
            if (gradients.Count != count) throw new InvalidOperationException($"{name} returned {gradients.Count} gradients for {count} arguments.");
            for (int i = 0; i < count; i++) results[i] = gradients[i] is { } tensor ? Native.Alias(tensor.Handle) : 0;
            return 0;
        }
#pragma warning disable CA1031 // No exception may cross native code; Tensor.backward throws it again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
            return -1;
        }
    }
}
