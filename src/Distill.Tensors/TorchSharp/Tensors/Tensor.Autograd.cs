using Distill.Tensors;
using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operators record what they do with this tensor, so that <see cref="backward()"/> reaches it.</summary>
        public bool requires_grad
        {
            get
            {
                bool result = Native.RequiresGrad(Handle) != 0;
                GC.KeepAlive(this);
                return result;
            }

            set
            {
                int failed = Native.SetRequiresGrad(Handle, value ? 1 : 0);
                GC.KeepAlive(this);
                if (failed != 0) throw new TensorException($"requires_grad cannot be set on {this}: {Native.Error()}");
            }
        }

        /// <summary>Whether the tensor is no result of a recorded operator; only leaves keep gradients.</summary>
        public bool is_leaf
        {
            get
            {
                bool result = Native.IsLeaf(Handle) != 0;
                GC.KeepAlive(this);
                return result;
            }
        }

        /// <summary>
        /// The gradient that backward passes added up so far, or null. Each reading makes a new tensor object over the same memory, in the
        /// current scope. Setting null drops the gradient.
        /// </summary>
        public Tensor? grad
        {
            get
            {
                nint result = Native.Grad(Handle);
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }

            set
            {
                int failed = Native.SetGrad(Handle, value?.Handle ?? 0);
                GC.KeepAlive(this);
                GC.KeepAlive(value);
                if (failed != 0) throw new TensorException($"The gradient of {this} cannot be set: {Native.Error()}");
            }
        }

        /// <summary>Turns recording on or off and returns this tensor.</summary>
        public Tensor requires_grad_(bool requires_grad = true) => with_requires_grad(requires_grad);

        /// <summary>Turns recording on or off and returns this tensor.</summary>
        public Tensor with_requires_grad(bool requires_grad = true)
        {
            if (requires_grad != this.requires_grad) this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>The same memory without its history: no gradient flows through the result.</summary>
        public Tensor detach() => Operators.Detach.Call([this]);

        /// <summary>Adds d(this)/d(leaf) to the gradient of every leaf that this single number depends on, and frees the recording.</summary>
        /// <exception cref="TensorException">The tensor has no recording, or more than one element.</exception>
        public void backward()
        {
            int failed = Native.Backward(Handle);
            GC.KeepAlive(this);
            if (failed == 0) return;
            CustomOperators.ThrowFailure();
            throw new TensorException($"backward failed on {this}: {Native.Error()}");
        }
    }
}
