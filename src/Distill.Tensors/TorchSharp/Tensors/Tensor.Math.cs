using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The absolute value of every element.</summary>
        public Tensor abs() => Operators.Abs.Call([this]);

        /// <summary>The absolute value of every element of this tensor.</summary>
        public Tensor abs_() => Operators.AbsInPlace.CallInPlace([this]);

        /// <summary>The negative of every element.</summary>
        public Tensor neg() => Operators.Neg.Call([this]);

        /// <summary>The negative of every element of this tensor.</summary>
        public Tensor neg_() => Operators.NegInPlace.CallInPlace([this]);

        /// <summary>e to the power of every element.</summary>
        public Tensor exp() => Operators.Exp.Call([this]);

        /// <summary>e to the power of every element of this tensor.</summary>
        public Tensor exp_() => Operators.ExpInPlace.CallInPlace([this]);

        /// <summary>e to the power of every element, minus one, accurate near zero.</summary>
        public Tensor expm1() => Operators.Expm1.Call([this]);

        /// <summary>The natural logarithm of every element.</summary>
        public Tensor log() => Operators.Log.Call([this]);

        /// <summary>The natural logarithm of every element of this tensor.</summary>
        public Tensor log_() => Operators.LogInPlace.CallInPlace([this]);

        /// <summary>The natural logarithm of one plus every element, accurate near zero.</summary>
        public Tensor log1p() => Operators.Log1p.Call([this]);

        /// <summary>The base-2 logarithm of every element.</summary>
        public Tensor log2() => Operators.Log2.Call([this]);

        /// <summary>The square root of every element.</summary>
        public Tensor sqrt() => Operators.Sqrt.Call([this]);

        /// <summary>The square root of every element of this tensor.</summary>
        public Tensor sqrt_() => Operators.SqrtInPlace.CallInPlace([this]);

        /// <summary>One over the square root of every element.</summary>
        public Tensor rsqrt() => Operators.Rsqrt.Call([this]);

        /// <summary>One over the square root of every element of this tensor.</summary>
        public Tensor rsqrt_() => Operators.RsqrtInPlace.CallInPlace([this]);

        /// <summary>One over every element.</summary>
        public Tensor reciprocal() => Operators.Reciprocal.Call([this]);

        /// <summary>One over every element of this tensor.</summary>
        public Tensor reciprocal_() => Operators.ReciprocalInPlace.CallInPlace([this]);

        /// <summary>−1, 0 or 1 for every element.</summary>
        public Tensor sign() => Operators.Sign.Call([this]);

        /// <summary>Rounds every element down.</summary>
        public Tensor floor() => Operators.Floor.Call([this]);

        /// <summary>Rounds every element of this tensor down.</summary>
        public Tensor floor_() => Operators.FloorInPlace.CallInPlace([this]);

        /// <summary>Rounds every element up.</summary>
        public Tensor ceil() => Operators.Ceil.Call([this]);

        /// <summary>Rounds every element of this tensor up.</summary>
        public Tensor ceil_() => Operators.CeilInPlace.CallInPlace([this]);

        /// <summary>Rounds every element towards zero.</summary>
        public Tensor trunc() => Operators.Trunc.Call([this]);

        /// <summary>1 / (1 + e^−x) for every element.</summary>
        public Tensor sigmoid() => Operators.Sigmoid.Call([this]);

        /// <summary>1 / (1 + e^−x) for every element, in place.</summary>
        public Tensor sigmoid_() => Operators.SigmoidInPlace.CallInPlace([this]);

        /// <summary>The hyperbolic tangent of every element.</summary>
        public Tensor tanh() => Operators.Tanh.Call([this]);

        /// <summary>The hyperbolic tangent of every element of this tensor.</summary>
        public Tensor tanh_() => Operators.TanhInPlace.CallInPlace([this]);

        /// <summary>The error function of every element.</summary>
        public Tensor erf() => Operators.Erf.Call([this]);

        /// <summary>The cosine of every element, in radians.</summary>
        public Tensor cos() => Operators.Cos.Call([this]);

        /// <summary>The sine of every element, in radians.</summary>
        public Tensor sin() => Operators.Sin.Call([this]);

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

        /// <summary>x · sigmoid(x) for every element.</summary>
        public Tensor silu() => Operators.Silu.Call([this]);

        /// <summary>Where elements are neither infinite nor not-a-number.</summary>
        public Tensor isfinite() => Operators.Isfinite.Call([this]);

        /// <summary>Where elements are not a number.</summary>
        public Tensor isnan() => Operators.Isnan.Call([this]);

        /// <summary>Where elements are infinite.</summary>
        public Tensor isinf() => Operators.Isinf.Call([this]);

        /// <summary>The negative of every element.</summary>
        public Tensor negative() => neg();

        /// <summary>The square of every element.</summary>
        public Tensor square() => pow(2);

        /// <summary>Rounds every element to so many decimals, halves to even.</summary>
        public Tensor round(long decimals = 0L) => Operators.RoundDecimals.Call([this, decimals]);

        /// <summary>log(e^this + e^other), without overflow.</summary>
        public Tensor logaddexp(Tensor other) => Operators.Logaddexp.Call([this, other]);

        /// <summary>Limits every element to [min, max]; null leaves that side open.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Operators.Clamp.Call([this, Argument.Optional(min), Argument.Optional(max)]);

        /// <summary>Limits every element of this tensor to [min, max]; null leaves that side open.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Operators.ClampInPlace.CallInPlace([this, Argument.Optional(min), Argument.Optional(max)]);

        /// <summary>Raises every element to at least min.</summary>
        public Tensor clamp_min(Scalar min) => Operators.ClampMin.Call([this, min]);

        /// <summary>Raises every element of this tensor to at least min.</summary>
        public Tensor clamp_min_(Scalar min) => Operators.ClampMinInPlace.CallInPlace([this, min]);

        /// <summary>Lowers every element to at most max.</summary>
        public Tensor clamp_max(Scalar max) => Operators.ClampMax.Call([this, max]);

        /// <summary>Lowers every element of this tensor to at most max.</summary>
        public Tensor clamp_max_(Scalar max) => Operators.ClampMaxInPlace.CallInPlace([this, max]);
    }
}
