using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The maximum over square windows of images [N, C, H, W]; the stride defaults to the window.</summary>
            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Operators.MaxPool2d.Call([input, Argument.List(kernel_size), Argument.List(stride ?? kernel_size), Argument.List(padding ?? 0), Argument.List(dilation ?? 1), ceil_mode]);

            /// <summary>The mean over square windows of images [N, C, H, W]; the stride defaults to the window.</summary>
            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Operators.AvgPool2d.Call([input, Argument.List(kernel_size), Argument.List(stride ?? kernel_size), Argument.List(padding), ceil_mode, count_include_pad, Argument.Optional(divisor_override)]);

            /// <summary>The mean over as many windows as make square images of the given size; 1 is the mean of each channel.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => Operators.AdaptiveAvgPool2d.Call([input, Argument.List(output_size, output_size)]);
        }
    }
}
