using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The same elements in another shape, copied only if they must be; −1 stands for what is left.</summary>
        public Tensor reshape(params long[] shape) => Operators.Reshape.Call([this, shape]);

        /// <summary>The same memory in another shape; fails where that needs a copy.</summary>
        public Tensor view(params long[] shape) => Operators.View.Call([this, shape]);

        /// <summary>Merges dimensions start_dim to end_dim into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Operators.FlattenUsingInts.Call([this, start_dim, end_dim]);

        /// <summary>Reorders the dimensions without copying: result dimension i is dimension permutation[i].</summary>
        public Tensor permute(params long[] permutation) => Operators.Permute.Call([this, permutation]);

        /// <summary>Swaps two dimensions without copying.</summary>
        public Tensor transpose(long dim0, long dim1) => Operators.TransposeInt.Call([this, dim0, dim1]);

        /// <summary>The transposed matrix, without copying.</summary>
        public Tensor t() => Operators.T.Call([this]);

        /// <summary>Inserts a dimension of extent one.</summary>
        public Tensor unsqueeze(long dim) => Operators.Unsqueeze.Call([this, dim]);

        /// <summary>Removes a dimension of extent one, or all of them.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } one ? Operators.SqueezeDim.Call([this, one]) : Operators.Squeeze.Call([this]);

        /// <summary>Repeats dimensions of extent one without copying; −1 keeps an extent.</summary>
        public Tensor expand(params long[] sizes) => Operators.Expand.Call([this, sizes]);

        /// <summary>Reverses the order along some dimensions, copying.</summary>
        public Tensor flip(params long[] dims) => Operators.Flip.Call([this, dims]);

        /// <summary>The same elements without gaps, the last dimension fastest; itself if it is so already.</summary>
        public Tensor contiguous() => Operators.Contiguous.Call([this]);
    }
}
