using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Where elements equal their counterparts; shapes broadcast.</summary>
        public Tensor eq(Tensor target) => Operators.EqTensor.Call([this, target]);

        /// <summary>Where elements equal a number.</summary>
        public Tensor eq(Scalar target) => Operators.EqScalar.Call([this, target]);

        /// <summary>Where elements differ from their counterparts; shapes broadcast.</summary>
        public Tensor ne(Tensor target) => Operators.NeTensor.Call([this, target]);

        /// <summary>Where elements differ from a number.</summary>
        public Tensor ne(Scalar target) => Operators.NeScalar.Call([this, target]);

        /// <summary>Where elements are less than their counterparts; shapes broadcast.</summary>
        public Tensor lt(Tensor target) => Operators.LtTensor.Call([this, target]);

        /// <summary>Where elements are less than a number.</summary>
        public Tensor lt(Scalar target) => Operators.LtScalar.Call([this, target]);

        /// <summary>Where elements are at most their counterparts; shapes broadcast.</summary>
        public Tensor le(Tensor target) => Operators.LeTensor.Call([this, target]);

        /// <summary>Where elements are at most a number.</summary>
        public Tensor le(Scalar target) => Operators.LeScalar.Call([this, target]);

        /// <summary>Where elements are greater than their counterparts; shapes broadcast.</summary>
        public Tensor gt(Tensor target) => Operators.GtTensor.Call([this, target]);

        /// <summary>Where elements are greater than a number.</summary>
        public Tensor gt(Scalar target) => Operators.GtScalar.Call([this, target]);

        /// <summary>Where elements are at least their counterparts; shapes broadcast.</summary>
        public Tensor ge(Tensor target) => Operators.GeTensor.Call([this, target]);

        /// <summary>Where elements are at least a number.</summary>
        public Tensor ge(Scalar target) => Operators.GeScalar.Call([this, target]);

        /// <summary>Where both are not zero.</summary>
        public Tensor logical_and(Tensor other) => Operators.LogicalAnd.Call([this, other]);

        /// <summary>Where one of both is not zero.</summary>
        public Tensor logical_or(Tensor other) => Operators.LogicalOr.Call([this, other]);

        /// <summary>Where elements are zero.</summary>
        public Tensor logical_not() => Operators.LogicalNot.Call([this]);

        /// <summary>Bits of both combined by and; for truth values the logical operation.</summary>
        public Tensor bitwise_and(Tensor other) => Operators.BitwiseAndTensor.Call([this, other]);

        /// <summary>Bits of both combined by or; for truth values the logical operation.</summary>
        public Tensor bitwise_or(Tensor other) => Operators.BitwiseOrTensor.Call([this, other]);

        /// <summary>Every bit turned over; for truth values the logical not.</summary>
        public Tensor bitwise_not() => Operators.BitwiseNot.Call([this]);

        /// <summary>The greater of both, element by element; not-a-number wins.</summary>
        public Tensor maximum(Tensor other) => Operators.Maximum.Call([this, other]);

        /// <summary>The smaller of both, element by element; not-a-number wins.</summary>
        public Tensor minimum(Tensor other) => Operators.Minimum.Call([this, other]);

        /// <summary>Whether all elements are close: |this − target| ≤ atol + rtol · |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Operators.Allclose.Test([this, target, rtol, atol, equal_nan]);

        /// <summary>Whether both have the same shape and the same elements.</summary>
        public bool Equals(Tensor target) => target is not null && Operators.Equal.Test([this, target]);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Of the object, not of the elements.</summary>
        public override int GetHashCode() => base.GetHashCode();
    }
}
