using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The product of two matrices.</summary>
        public Tensor mm(Tensor target) => Operators.Mm.Call([this, target]);

        /// <summary>The matrix product over the last two dimensions; the others broadcast.</summary>
        public Tensor matmul(Tensor target) => Operators.Matmul.Call([this, target]);
    }
}
