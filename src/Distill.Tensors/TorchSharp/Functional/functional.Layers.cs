using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Neural-network operators without state of their own.</summary>
        public static partial class functional
        {
            private static readonly long[] One = [1];
            private static readonly long[] Zero = [0];

            /// <summary>
            /// Convolves images of shape [N, C, H, W] with filters of shape [K, C/groups, h, w]. Stride, padding and dilation are one number for
            /// both directions or two; by default 1, 0 and 1.
            /// </summary>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Operators.Conv2d.Call([input, weight, bias, strides ?? One, padding ?? Zero, dilation ?? One, groups]);

            /// <summary>
            /// Normalizes each channel (dimension 1) to mean 0 and variance 1, then scales by weight and shifts by bias. In training with the
            /// batch's own statistics, which also move the running ones by <paramref name="momentum"/>; else with the running ones.
            /// </summary>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                Operators.BatchNorm.Call([input, weight, bias, running_mean, running_var, training, momentum, eps, false]);

            /// <summary>Normalizes the last dimensions, whose extents are given, to mean 0 and variance 1, then scales by weight and shifts by bias.</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Operators.LayerNorm.Call([input, normalized_shape, weight, bias, eps]);

            /// <summary>input · weightsᵀ + bias, with weights of shape [out, in].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Operators.Linear.Call([input, weights, bias]);

            /// <summary>
            /// Pads the last dimensions: (left, right) of the last, then of the one before, and so on. Reflect, replicate and circular take
            /// the last two or three dimensions only.
            /// </summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Constant or PaddingModes.Zeros => Operators.ConstantPadNd.Call([input, pad, value]),
                PaddingModes.Reflect => Operators.Pad.Call([input, pad, Argument.Text("reflect"u8)]),
                PaddingModes.Replicate => Operators.Pad.Call([input, pad, Argument.Text("replicate"u8)]),
                _ => Operators.Pad.Call([input, pad, Argument.Text("circular"u8)]),
            };

            /// <summary>Pads the last dimension left and right and the one before above and below.</summary>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);
        }
    }
}
