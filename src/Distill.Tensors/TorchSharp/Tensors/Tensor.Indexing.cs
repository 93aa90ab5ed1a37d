using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A piece of one dimension, without copying.</summary>
        public Tensor narrow(long dim, long start, long length) => Operators.Narrow.Call([this, dim, start, length]);

        /// <summary>Every step-th element of one dimension from start up to, not including, finish, without copying.</summary>
        public Tensor slice(long dim, long start, long finish, long step)
        {
            if (step < 1) throw new ArgumentException($"step is {step}, but it should always be positive.");
            return Operators.SliceTensor.Call([this, dim, start, finish, step]);
        }

        /// <summary>One index of a dimension, which disappears, without copying.</summary>
        public Tensor select(long dim, long index) => Operators.SelectInt.Call([this, dim, index]);

        /// <summary>Those indices of a dimension, in that order.</summary>
        public Tensor index_select(long dim, Tensor index) => Operators.IndexSelect.Call([this, dim, index]);

        /// <summary>Along a dimension, the element that index names at each place.</summary>
        public Tensor gather(long dim, Tensor index) => Operators.Gather.Call([this, dim, index]);

        /// <summary>A copy in which the elements of src are put where index says along a dimension.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Operators.ScatterSrc.Call([this, dim, index, src]);

        /// <summary>Puts the elements of src where index says along a dimension.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Operators.ScatterSrcInPlace.CallInPlace([this, dim, index, src]);

        /// <summary>A copy with value where mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Operators.MaskedFillScalar.Call([this, mask, value]);

        /// <summary>Puts value where mask is true.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => Operators.MaskedFillScalarInPlace.CallInPlace([this, mask, value]);

        /// <summary>Where condition holds, this; elsewhere y.</summary>
        /// <exception cref="ArgumentException">The condition is not of truth values.</exception>
        public Tensor where(Tensor condition, Tensor y)
        {
            if (condition.dtype != ScalarType.Bool) throw new ArgumentException("The condition to 'where' must be a boolean tensor.");
            return Operators.WhereSelf.Call([condition, this, y]);
        }

        /// <summary>The k greatest (or smallest) elements along a dimension and their indices; the order of ties is not defined.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Operators.Topk.CallPair([this, k, dim, largest, sorted]);

        /// <summary>Elements in order along a dimension and the indices they had; stable keeps ties in their old order.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Operators.SortStable.CallPair([this, stable, dim, descending]);

        /// <summary>The indices that would sort along a dimension; the order of ties is not defined.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Operators.Argsort.Call([this, dim, descending]);
    }
}
