using Distill.Data;
using Distill.Wording;

namespace Distill.Networks;

/// <summary>
/// The networks that can be asked for by name: the field's networks for small images, with the tensor names of their
/// public checkpoints, and plain ones of any width.
/// </summary>
public static class Zoo
{
    private static readonly int[] s_thin = [16, 16, 32, 64];
    private static readonly int[] s_wide = [32, 64, 128, 256];

    private static readonly Family[] s_families =
    [
        new("resnet#", ["resnet8", "resnet14", "resnet20", "resnet32", "resnet44", "resnet56", "resnet110"],
            (plan, numbers) => ResNet.WithConvShortcuts(plan, numbers[0], s_thin)),
        new("resnet#x4", ["resnet8x4", "resnet32x4"], (plan, numbers) => ResNet.WithConvShortcuts(plan, numbers[0], s_wide)),
        new("ResNet50", ["ResNet50"], (plan, _) => ResNet50.Build(plan)),
        new("wrn_#_#", ["wrn_16_1", "wrn_16_2", "wrn_40_1", "wrn_40_2"], (plan, numbers) => WideResNet.Build(plan, numbers[0], numbers[1])),
        new("vgg#", ["vgg8", "vgg11", "vgg13", "vgg16", "vgg19"], (plan, numbers) => Vgg.Build(plan, numbers[0])),
        new("MobileNetV2", ["MobileNetV2"], (plan, _) => MobileNetV2.Build(plan)),
        new("ShuffleV1", ["ShuffleV1"], (plan, _) => ShuffleNetV1.Build(plan)),
        new("ShuffleV2", ["ShuffleV2"], (plan, _) => ShuffleNetV2.Build(plan)),
        new("squeezenet1_1", ["squeezenet1_1"], (plan, _) => SqueezeNet.Build(plan)),
        new("mobilenet_v3_small_s1", ["mobilenet_v3_small_s1"], (plan, _) => MobileNetV3.Small(plan, firstStride: 2)),
        new("mobilenet_v3_small_s1s1", ["mobilenet_v3_small_s1s1"], (plan, _) => MobileNetV3.Small(plan, firstStride: 1)),
        new("cifar10_resnet#", ["cifar10_resnet20", "cifar10_resnet56"], (plan, numbers) => ResNet.WithZeroShortcuts(plan, numbers[0])),
        new("fashion_cnn", ["fashion_cnn"], (plan, _) => FashionCnn.Build(plan)),
        new("cnn_#...", ["cnn_16_32_64"], PlainCnn.Dense),
        new("dscnn_#...", ["dscnn_16_32_64"], PlainCnn.DepthwiseSeparable),
    ];

    private static readonly string s_known = $"; known are {string.Join(", ", s_families.Select(family => family.Pattern))}, where # is a number.";

    /// <summary>The names of well-known networks; <see cref="Patterns"/> says which others there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_families.SelectMany(family => family.Members)];

    /// <summary>What names look like: <c>#</c> stands for a number, <c>...</c> for more of them (<c>cnn_8_16</c>).</summary>
    public static IReadOnlyList<string> Patterns { get; } = [.. s_families.Select(family => family.Pattern)];

    /// <summary>Builds a network.</summary>
    /// <param name="name">One of <see cref="Names"/>, or another that fits one of <see cref="Patterns"/>.</param>
    /// <param name="classes">The number of classes; at least 1.</param>
    /// <param name="input">The images; the networks are meant for sides of 8 to 64 pixels.</param>
    /// <param name="width">
    /// Factor for the channels inside, rounded to multiples of eight; 1 is the published network. Another width becomes
    /// part of the network's name (<c>resnet20@0.5</c>).
    /// </param>
    /// <exception cref="NetworkProblemException">There is no such network, or it cannot take such images.</exception>
    public static Network Create(string name, int classes, ImageShape input, double width = 1)
    {
        if (classes < 1 || !(width is > 0 and <= 64))
        {
            throw new NetworkProblemException(
                $"Network \"{name}\" cannot have {classes} classes at width {width}; give at least one class and a width above 0, at most 64.");
        }

        var plan = new NetworkPlan(name, classes, input, width);
        return s_families.Select(family => family.TryBuild(plan)).FirstOrDefault(network => network is not null)
            ?? throw new NetworkProblemException(
                $"There is no network \"{name}\"{(Suggestion.For(name, Names) is { Length: > 0 } nearest ? nearest : s_known)}");
    }
}
