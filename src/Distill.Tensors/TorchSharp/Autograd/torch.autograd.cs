using Distill.Tensors;
using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Differentiation of what operators recorded.</summary>
    public static partial class autograd
    {
        /// <summary>Adds the gradients of some tensors, weighted by <paramref name="grad_tensors"/>, to every leaf (or only to <paramref name="inputs"/>).</summary>
        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            int failed;
            fixed (nint* roots = Handles(tensors), weights = Handles(grad_tensors), leaves = Handles(inputs))
                failed = Native.Backward(roots, tensors.Count, weights, grad_tensors?.Count ?? 0, leaves, inputs?.Count ?? 0, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0);
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
            if (failed != 0) throw new TensorException($"backward failed on {string.Join(", ", tensors)}: {Native.Error()}");
        }

        /// <summary>
        /// The gradients of the outputs, weighted by <paramref name="grad_outputs"/>, for each input, without touching any
        /// <see cref="Tensor.grad"/>. Every input must be used.
        /// </summary>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] gradients = new nint[inputs.Count];
            int failed;
            fixed (nint* roots = Handles(outputs), leaves = Handles(inputs), weights = Handles(grad_outputs), results = gradients)
                failed = Native.Gradients(roots, outputs.Count, leaves, inputs.Count, weights, grad_outputs?.Count ?? 0, retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, results);
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            if (failed != 0) throw new TensorException($"grad failed on {string.Join(", ", outputs)}: {Native.Error()}");
            return [.. gradients.Select(handle => new Tensor(handle))];
        }

        private static nint[] Handles(IList<Tensor>? tensors)
        {
            nint[] handles = new nint[tensors?.Count ?? 0];
            for (int i = 0; i < handles.Length; i++) handles[i] = tensors![i].Handle;
            return handles;
        }
    }
}
