using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>this + target; shapes broadcast.</summary>
        public Tensor add(Tensor target) => Operators.AddTensor.Call([this, target]);

        /// <summary>this + alpha · target.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Operators.AddTensor.Call([this, target, alpha]);

        /// <summary>Adds a number to every element.</summary>
        public Tensor add(Scalar scalar) => Operators.AddScalar.Call([this, scalar]);

        /// <summary>this += target.</summary>
        public Tensor add_(Tensor target) => Operators.AddTensorInPlace.CallInPlace([this, target]);

        /// <summary>this += alpha · target.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => Operators.AddTensorInPlace.CallInPlace([this, target, alpha]);

        /// <summary>Adds a number to every element of this tensor.</summary>
        public Tensor add_(Scalar scalar) => Operators.AddScalarInPlace.CallInPlace([this, scalar]);

        /// <summary>this − target; shapes broadcast.</summary>
        public Tensor sub(Tensor target) => Operators.SubTensor.Call([this, target]);

        /// <summary>Subtracts a number from every element.</summary>
        public Tensor sub(Scalar target) => Operators.SubScalar.Call([this, target]);

        /// <summary>this −= target.</summary>
        public Tensor sub_(Tensor target) => Operators.SubTensorInPlace.CallInPlace([this, target]);

        /// <summary>Subtracts a number from every element of this tensor.</summary>
        public Tensor sub_(Scalar target) => Operators.SubScalarInPlace.CallInPlace([this, target]);

        /// <summary>this · target, element by element; shapes broadcast.</summary>
        public Tensor mul(Tensor target) => Operators.MulTensor.Call([this, target]);

        /// <summary>Multiplies every element by a number.</summary>
        public Tensor mul(Scalar target) => Operators.MulScalar.Call([this, target]);

        /// <summary>this ·= target, element by element.</summary>
        public Tensor mul_(Tensor target) => Operators.MulTensorInPlace.CallInPlace([this, target]);

        /// <summary>Multiplies every element of this tensor by a number.</summary>
        public Tensor mul_(Scalar target) => Operators.MulScalarInPlace.CallInPlace([this, target]);

        /// <summary>this / target; whole numbers divide to floating point unless a rounding mode is given.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.DivTensorMode.Call([this, target, Rounding(rounding_mode)]);

        /// <summary>Divides every element by a number.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.DivScalarMode.Call([this, target, Rounding(rounding_mode)]);

        /// <summary>this /= target.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.DivTensorModeInPlace.CallInPlace([this, target, Rounding(rounding_mode)]);

        /// <summary>Divides every element of this tensor by a number.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.DivScalarModeInPlace.CallInPlace([this, target, Rounding(rounding_mode)]);

        /// <summary>Raises every element to a power.</summary>
        public Tensor pow(Scalar exponent) => Operators.PowTensorScalar.Call([this, exponent]);

        /// <summary>this += value · tensor1 · tensor2.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Operators.AddcmulInPlace.CallInPlace([this, tensor1, tensor2, value]);

        /// <summary>this += value · tensor1 / tensor2.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Operators.AddcdivInPlace.CallInPlace([this, tensor1, tensor2, value]);

        /// <summary>this += weight · (end − this).</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => Operators.LerpTensorInPlace.CallInPlace([this, end, weight]);

        private static Argument Rounding(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => Argument.Text("trunc"u8),
            RoundingMode.floor => Argument.Text("floor"u8),
            _ => Argument.None,
        };
    }
}
