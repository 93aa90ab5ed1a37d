namespace Distill.Networks;

/// <summary>MobileNetV3-Small (Howard et al. 2019) with the names of torchvision and a stem of stride 1 for small images.</summary>
internal static class MobileNetV3
{
    /// <summary>That of torchvision's MobileNetV3, a hundred times the usual one.</summary>
    private const double Epsilon = 1e-3;

    private static readonly (int Kernel, int Expanded, int Channels, bool Gate, bool Swish, int Stride)[] s_blocks =
    [
        (3, 16, 16, true, false, 2), (3, 72, 24, false, false, 2), (3, 88, 24, false, false, 1), (5, 96, 40, true, true, 2),
        (5, 240, 40, true, true, 1), (5, 240, 40, true, true, 1), (5, 120, 48, true, true, 1), (5, 144, 48, true, true, 1),
        (5, 288, 96, true, true, 2), (5, 576, 96, true, true, 1), (5, 576, 96, true, true, 1),
    ];

    /// <param name="plan">What is asked.</param>
    /// <param name="firstStride">Stride of the first block: 2 as published, 1 for more detail at three times the cost.</param>
    public static Network Small(NetworkPlan plan, int firstStride)
    {
        var b = plan.Begin();
        var x = Layer(b, "features.0", Network.Images, plan.Channels(16), 3, 1, 1, new HardSwish());
        for (var i = 0; i < s_blocks.Length; i++)
        {
            var (kernel, expanded, channels, gate, swish, stride) = s_blocks[i];
            Operator activation = swish ? new HardSwish() : new Relu();
            x = Block(
                b, $"features.{i + 1}", x, kernel, plan.Channels(expanded), plan.Channels(channels), gate, activation, i == 0 ? firstStride : stride);
        }

        x = Layer(b, $"features.{s_blocks.Length + 1}", x, plan.Channels(576), 1, 1, 1, new HardSwish());
        x = b.Add("classifier.0", new Linear(1024), b.Flatten("flatten", b.Pool("avgpool", x)));
        return b.Build(b.Add("classifier.3", new Linear(plan.Classes), b.Add("classifier.1", new HardSwish(), x)));
    }

    private static string Block(
        NetworkBuilder b, string name, string x, int kernel, int expanded, int channels, bool gate, Operator activation, int stride)
    {
        var (y, step) = (x, 0);
        if (expanded != b.Channels(x))
        {
            y = Layer(b, $"{name}.block.{step++}", y, expanded, 1, 1, 1, activation);
        }

        y = Layer(b, $"{name}.block.{step++}", y, expanded, kernel, stride, expanded, activation);
        if (gate)
        {
            y = Gate(b, $"{name}.block.{step++}", y);
        }

        var isResidual = stride == 1 && b.Channels(x) == channels;
        y = b.ConvNorm($"{name}.block.{step}.0", $"{name}.block.{step}.1", y, channels, 1, epsilon: Epsilon);
        return isResidual ? b.Sum(name, y, x) : y;
    }

    /// <summary>Squeeze and excitation: the image's channel means decide how much of each channel passes.</summary>
    private static string Gate(NetworkBuilder b, string name, string x)
    {
        var squeezed = NetworkPlan.RoundToEight(b.Channels(x) / 4);
        var gate = b.Conv($"{name}.fc1", b.Pool($"{name}.avgpool", x), squeezed, 1, bias: true);
        gate = b.Conv($"{name}.fc2", b.Relu($"{name}.activation", gate), b.Channels(x), 1, bias: true);
        return b.Add(name, new Multiply(), x, b.Add($"{name}.scale_activation", new HardSigmoid(), gate));
    }

    private static string Layer(
        NetworkBuilder b, string name, string x, int channels, int kernel, int stride, int groups, Operator activation) =>
        b.Add(name, activation, b.ConvNorm($"{name}.0", $"{name}.1", x, channels, kernel, stride, groups, epsilon: Epsilon));
}
