using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Operators with a gradient of our own.</summary>
    public static partial class autograd
    {
        /// <summary>What all such operators have. <typeparamref name="T"/> is the class itself, which has no state.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private protected Function() { }

            internal static T Instance { get; } = new();

            /// <summary>How messages call the operator.</summary>
            public abstract string Name { get; }
        }

        /// <summary>An operator with one result.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            private static readonly long Number = CustomOperators.Register(Instance.Name, Instance.backward);

            /// <summary>Runs the operator and records it, if recording is on and a tensor among its arguments takes part.</summary>
            /// <param name="vars">Tensors, and anything else that <see cref="forward"/> takes.</param>
            public static Tensor apply(params object[] vars)
            {
                Tensor?[] inputs = [.. vars.Select(variable => variable as Tensor)];
                bool recorded = is_grad_enabled() && inputs.Any(input => input is { requires_grad: true });
                var context = new AutogradContext();
                Tensor result;
                using (no_grad()) result = Instance.forward(context, vars);
                if (recorded) CustomOperators.Record(Number, inputs, context.get_saved_variables(), result);
                return result;
            }

            /// <summary>The result; nothing in it is recorded.</summary>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>A gradient for each argument of <see cref="forward"/>, or null; those of arguments that do not learn are ignored.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);
        }
    }
}
