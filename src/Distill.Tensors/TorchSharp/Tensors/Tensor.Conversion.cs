using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor in another element type; itself if it has that type and no copy is asked for.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var result = Operators.ToDtype.Call([this, type, non_blocking, copy]);
            if (disposeAfter) Dispose();
            return result;
        }

        /// <summary>The tensor in another element type; itself if it has that type and no copy is asked for.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device; itself if it is there and no copy is asked for.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var result = Operators.ToDevice.Call([this, device, dtype, non_blocking, copy]);
            if (disposeAfter) Dispose();
            return result;
        }

        /// <summary>The tensor in main memory.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>A copy with memory of its own; gradients flow through it.</summary>
        public Tensor clone() => Operators.Clone.Call([this]);

        /// <summary>Overwrites this tensor with another one, converting types and repeating dimensions of extent one.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Operators.CopyInPlace.CallInPlace([this, source, nonBlocking]);

        /// <summary>Overwrites every element with a number.</summary>
        public Tensor fill_(Scalar value) => Operators.FillScalarInPlace.CallInPlace([this, value]);

        /// <summary>Overwrites every element with zero.</summary>
        public Tensor zero_() => Operators.ZeroInPlace.CallInPlace([this]);

        /// <summary>A tensor of this shape and, unless given, type, filled with zeros.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operators.ZerosLike.Call([this, Argument.Optional(dtype), Argument.None, device is null ? Argument.None : device]).with_requires_grad(requires_grad);

        /// <summary>A tensor of this shape and, unless given, type, filled with ones.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operators.OnesLike.Call([this, Argument.Optional(dtype), Argument.None, device is null ? Argument.None : device]).with_requires_grad(requires_grad);

        /// <summary>A tensor of this shape and, unless given, type, filled with a number.</summary>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operators.FullLike.Call([this, value, Argument.Optional(dtype), Argument.None, device is null ? Argument.None : device]).with_requires_grad(requires_grad);
    }
}
