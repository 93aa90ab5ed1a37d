using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Distill.Tensors;
using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Operators with a gradient of our own.</summary>
    public static partial class autograd
    {
        /// <summary>What all such operators have.</summary>
        public abstract class Function
        {
            // libtorch knows an operator by its number here.
            private static readonly List<Function> Registered = [];

            [ThreadStatic]
            private static Exception? failure;

            private readonly long number;

            private protected Function()
            {
                lock (Registered)
                {
                    number = Registered.Count;
                    Registered.Add(this);
                }
            }

            /// <summary>How messages call the operator.</summary>
            public abstract string Name { get; }

            internal abstract List<Tensor> BackwardAll(AutogradContext ctx, Tensor gradient);

            /// <summary>Throws what the last backward pass of this thread threw inside an operator of our own, if it did.</summary>
            internal static void ThrowFailure()
            {
                if (failure is not { } thrown) return;
                failure = null;
                ExceptionDispatchInfo.Throw(thrown);
            }

            /// <summary>Joins a result to the tensors that it was made from.</summary>
            internal unsafe void Record(List<Tensor?> inputs, List<Tensor> saved, Tensor result)
            {
                nint* handles = stackalloc nint[inputs.Count + saved.Count];
                for (int i = 0; i < inputs.Count; i++) handles[i] = inputs[i]?.Handle ?? 0;
                for (int i = 0; i < saved.Count; i++) handles[inputs.Count + i] = saved[i].Handle;
                int failed = Native.Record(number, &Backward, handles, inputs.Count, handles + inputs.Count, saved.Count, result.Handle);
                GC.KeepAlive(inputs);
                GC.KeepAlive(saved);
                GC.KeepAlive(result);
                if (failed != 0) throw new TensorException($"{Name} cannot be recorded: {Native.Error()}");
            }

            // The tensors that come in are this method's to free; those that go out are libtorch's.
            [UnmanagedCallersOnly]
            private static unsafe int Backward(long number, nint gradient, nint* saved, int savedCount, nint* results, int count)
            {
                try
                {
                    using var scope = NewDisposeScope();
                    using var recording = no_grad();
                    Function function;
                    lock (Registered) function = Registered[(int)number];
                    var context = new AutogradContext();
                    var gradientTensor = new Tensor(gradient);
                    context.save_for_backward([.. new ReadOnlySpan<nint>(saved, savedCount).ToArray().Select(handle => new Tensor(handle))]);
                    var gradients = function.BackwardAll(context, gradientTensor);
                    if (gradients.Count != count) throw new InvalidOperationException($"{function.Name} returned {gradients.Count} gradients for {count} inputs.");
                    for (int i = 0; i < count; i++) results[i] = gradients[i] is { } tensor ? Native.Alias(tensor.Handle) : 0;
                    return 0;
                }
#pragma warning disable CA1031 // No exception may cross into native code; Tensor.backward throws it again.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure = e;
                    return -1;
                }
            }
        }

        /// <summary>An operator with one result. <typeparamref name="T"/> is the class itself, which has no state.</summary>
        public abstract class SingleTensorFunction<T> : Function where T : SingleTensorFunction<T>, new()
        {
            private static readonly T Instance = new();

            /// <summary>Runs the operator and records it, if recording is on and a tensor among its arguments takes part.</summary>
            /// <param name="vars">Tensors, and anything else that <see cref="forward"/> takes.</param>
            public static Tensor apply(params object[] vars)
            {
                List<Tensor?> inputs = [.. vars.Select(variable => variable as Tensor)];
                bool recorded = is_grad_enabled() && inputs.Any(input => input is { requires_grad: true });
                var context = new AutogradContext();
                Tensor result;
                using (no_grad()) result = Instance.forward(context, vars);
                if (recorded) Instance.Record(inputs, context.get_saved_variables(), result);
                return result;
            }

            /// <summary>The result; nothing in it is recorded.</summary>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>A gradient for each argument of <see cref="forward"/>, or null; those of arguments that do not learn are ignored.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> BackwardAll(AutogradContext ctx, Tensor gradient) => backward(ctx, gradient);
        }
    }
}
