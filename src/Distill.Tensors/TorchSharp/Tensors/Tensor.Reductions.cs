using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum of all elements; whole numbers add up in 64 bits.</summary>
        public Tensor sum(ScalarType? type = null) => Operators.Sum.Call([this, Argument.Optional(type)]);

        /// <summary>The sum along one dimension.</summary>
        /// <remarks>Write 0L for the first one: a literal 0 is taken for an element type.</remarks>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Operators.SumDimIntList.Call([this, Argument.List(dim), keepdim, Argument.Optional(type)]);

        /// <summary>The sum along some dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Operators.SumDimIntList.Call([this, dim, keepdim, Argument.Optional(type)]);

        /// <summary>The sum along some dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Operators.SumDimIntList.Call([this, Argument.List(dim), keepdim, Argument.Optional(type)]);

        /// <summary>The mean of all elements, which must be floating point.</summary>
        public Tensor mean() => Operators.Mean.Call([this]);

        /// <summary>The mean along some dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Operators.MeanDim.Call([this, dimensions, keepdim, Argument.Optional(type)]);

        /// <summary>The variance of all elements; unbiased divides by n − 1.</summary>
        public Tensor var(bool unbiased = true) => Operators.Var.Call([this, unbiased]);

        /// <summary>The variance along one dimension; unbiased divides by n − 1.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Operators.VarDim.Call([Cast(type), Argument.List(dim), unbiased, keepdim]);

        /// <summary>The variance along some dimensions; unbiased divides by n − 1.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Operators.VarDim.Call([Cast(type), dimensions, unbiased, keepdim]);

        /// <summary>The standard deviation of all elements; unbiased divides by n − 1.</summary>
        public Tensor std(bool unbiased = true) => Operators.Std.Call([this, unbiased]);

        /// <summary>The standard deviation along one dimension; unbiased divides by n − 1.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Operators.StdDim.Call([Cast(type), Argument.List(dim), unbiased, keepdim]);

        /// <summary>The standard deviation along some dimensions; unbiased divides by n − 1.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Operators.StdDim.Call([Cast(type), dimensions, unbiased, keepdim]);

        /// <summary>The product of all elements.</summary>
        public Tensor prod(ScalarType? type = null) => Operators.Prod.Call([this, Argument.Optional(type)]);

        /// <summary>The product along one dimension.</summary>
        /// <remarks>Write 0L for the first one: a literal 0 is taken for an element type.</remarks>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Operators.ProdDimInt.Call([this, dim, keepdim, Argument.Optional(type)]);

        /// <summary>The greatest element.</summary>
        public Tensor max() => Operators.Max.Call([this]);

        /// <summary>The smallest element.</summary>
        public Tensor min() => Operators.Min.Call([this]);

        /// <summary>The greater of both, element by element.</summary>
        public Tensor max(Tensor other) => Operators.Maximum.Call([this, other]);

        /// <summary>The smaller of both, element by element.</summary>
        public Tensor min(Tensor other) => Operators.Minimum.Call([this, other]);

        /// <summary>The greatest elements along a dimension and their indices there.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Operators.MaxDim.CallPair([this, dim, keepdim]);

        /// <summary>The smallest elements along a dimension and their indices there.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Operators.MinDim.CallPair([this, dim, keepdim]);

        /// <summary>The index of the greatest element of the flattened tensor.</summary>
        public Tensor argmax() => Operators.Argmax.Call([this]);

        /// <summary>The indices of the greatest elements along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Operators.Argmax.Call([this, dim, keepdim]);

        /// <summary>Whether no element is zero.</summary>
        public Tensor all() => Operators.All.Call([this]);

        /// <summary>Whether no element along a dimension is zero.</summary>
        public Tensor all(long dim, bool keepdim = false) => Operators.AllDim.Call([this, dim, keepdim]);

        /// <summary>Whether some element is not zero.</summary>
        public Tensor any() => Operators.Any.Call([this]);

        /// <summary>Whether some element along a dimension is not zero.</summary>
        public Tensor any(long dim, bool keepdim = false) => Operators.AnyDim.Call([this, dim, keepdim]);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2.0f) => Operators.NormScalar.Call([this, (double)p]);

        /// <summary>The p-norm along a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Operators.NormScalarOptDim.Call([this, (double)p, Argument.List(dim), keepdim]);

        /// <summary>log Σ e^x along a dimension, without overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Operators.Logsumexp.Call([this, Argument.List(dim), keepdim]);

        /// <summary>Running sums along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Operators.Cumsum.Call([this, dim, Argument.Optional(type)]);

        /// <summary>Running log Σ e^x along a dimension, without overflow.</summary>
        public Tensor logcumsumexp(long dim) => Operators.Logcumsumexp.Call([this, dim]);

        /// <summary>e^x divided by its sum along a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Operators.SoftmaxInt.Call([this, dim, Argument.Optional(dtype)]);

        /// <summary>The logarithm of the softmax along a dimension, computed without overflow.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Operators.LogSoftmaxInt.Call([this, dim, Argument.Optional(dtype)]);

        // The schemas of var and std take no element type.
        private Tensor Cast(ScalarType? type) => type is { } wanted ? to_type(wanted) : this;
    }
}
