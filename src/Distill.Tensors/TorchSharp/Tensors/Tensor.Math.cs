using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The absolute value of every element.</summary>
        public Tensor abs() => Operators.Abs.Call([this]);

        /// <summary>The negative of every element.</summary>
        public Tensor neg() => Operators.Neg.Call([this]);

        /// <summary>e to the power of every element.</summary>
        public Tensor exp() => Operators.Exp.Call([this]);

        /// <summary>The natural logarithm of every element.</summary>
        public Tensor log() => Operators.Log.Call([this]);

        /// <summary>The natural logarithm of one plus every element, accurate near zero.</summary>
        public Tensor log1p() => Operators.Log1p.Call([this]);

        /// <summary>The square root of every element.</summary>
        public Tensor sqrt() => Operators.Sqrt.Call([this]);

        /// <summary>The square root of every element of this tensor.</summary>
        public Tensor sqrt_() => Operators.SqrtInPlace.CallInPlace([this]);

        /// <summary>One over every element.</summary>
        public Tensor reciprocal() => Operators.Reciprocal.Call([this]);

        /// <summary>1 / (1 + e^−x) for every element.</summary>
        public Tensor sigmoid() => Operators.Sigmoid.Call([this]);

        /// <summary>The hyperbolic tangent of every element.</summary>
        public Tensor tanh() => Operators.Tanh.Call([this]);

        /// <summary>The error function of every element.</summary>
        public Tensor erf() => Operators.Erf.Call([this]);

        /// <summary>Every element times the share of the normal distribution below it.</summary>
        public Tensor gelu() => Operators.Gelu.Call([this]);

        /// <summary>Every element where it is positive, a part of it elsewhere.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Operators.LeakyRelu.Call([this, negative_slope]);

        /// <summary>max(x, 0) for every element.</summary>
        public Tensor relu() => Operators.Relu.Call([this]);

        /// <summary>max(x, 0) for every element, in place.</summary>
        public Tensor relu_() => Operators.ReluInPlace.CallInPlace([this]);

        /// <summary>min(max(x, 0), 6) for every element.</summary>
        public Tensor relu6() => Operators.Relu6.Call([this]);

        /// <summary>min(max(x, 0), 6) for every element, in place.</summary>
        public Tensor relu6_() => Operators.Relu6InPlace.CallInPlace([this]);

        /// <summary>x · min(max(x + 3, 0), 6) / 6 for every element (MobileNetV3).</summary>
        public Tensor hardswish() => Operators.Hardswish.Call([this]);

        /// <summary>x · min(max(x + 3, 0), 6) / 6 for every element (MobileNetV3), in place.</summary>
        public Tensor hardswish_() => Operators.HardswishInPlace.CallInPlace([this]);

        /// <summary>min(max(x + 3, 0), 6) / 6 for every element (MobileNetV3).</summary>
        public Tensor hardsigmoid() => Operators.Hardsigmoid.Call([this]);

        /// <summary>min(max(x + 3, 0), 6) / 6 for every element (MobileNetV3), in place.</summary>
        public Tensor hardsigmoid_() => Operators.HardsigmoidInPlace.CallInPlace([this]);

        /// <summary>Where elements are neither infinite nor not-a-number.</summary>
        public Tensor isfinite() => Operators.Isfinite.Call([this]);

        /// <summary>Where elements are not a number.</summary>
        public Tensor isnan() => Operators.Isnan.Call([this]);

        /// <summary>The negative of every element.</summary>
        public Tensor negative() => neg();

        /// <summary>The square of every element.</summary>
        public Tensor square() => pow(2);

        /// <summary>log(e^this + e^other), without overflow.</summary>
        public Tensor logaddexp(Tensor other) => Operators.Logaddexp.Call([this, other]);

        /// <summary>Limits every element to [min, max]; null leaves that side open.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Operators.Clamp.Call([this, Argument.Optional(min), Argument.Optional(max)]);

        /// <summary>Raises every element to at least min.</summary>
        public Tensor clamp_min(Scalar min) => Operators.ClampMin.Call([this, min]);
    }
}
