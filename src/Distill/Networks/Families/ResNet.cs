namespace Distill.Networks;

/// <summary>
/// Residual networks for small images (He et al. 2015), two 3x3 convolutions in a block: with 1x1 convolutions in the
/// shortcuts as in the distillation literature (RepDistiller), or without parameters there as in the original
/// ("option A", the checkpoints of akamaster/pytorch_resnet_cifar10).
/// </summary>
internal static class ResNet
{
    /// <param name="plan">What is asked.</param>
    /// <param name="depth">6n + 2 for n blocks in each of three stages.</param>
    /// <param name="widths">Channels of the stem and of the stages.</param>
    public static Network WithConvShortcuts(NetworkPlan plan, int depth, int[] widths) =>
        Build(plan, depth, widths, "fc", (b, block, x, channels, stride) => stride == 1 && b.Channels(x) == channels
            ? x
            : b.ConvNorm($"{block}.downsample.0", $"{block}.downsample.1", x, channels, 1, stride));

    /// <param name="plan">What is asked.</param>
    /// <param name="depth">6n + 2 for n blocks in each of three stages.</param>
    public static Network WithZeroShortcuts(NetworkPlan plan, int depth) =>
        Build(plan, depth, [16, 16, 32, 64], "linear", (b, block, x, channels, stride) => stride == 1
            ? x
            : b.Add($"{block}.shortcut", new ZeroPadShortcut(channels), x));

    private static Network Build(
        NetworkPlan plan, int depth, int[] widths, string classifier, Func<NetworkBuilder, string, string, int, int, string> shortcut)
    {
        var b = plan.Begin();
        var x = b.Relu("relu", b.ConvNorm("conv1", "bn1", Network.Images, plan.Channels(widths[0]), 3));
        var blocks = Depth.BlocksPerStage(plan.Name, depth, 6, 2);
        for (var stage = 1; stage <= 3; stage++)
        {
            for (var i = 0; i < blocks; i++)
            {
                var block = $"layer{stage}.{i}";
                var (channels, stride) = (plan.Channels(widths[stage]), stage > 1 && i == 0 ? 2 : 1);
                var y = b.Relu($"{block}.relu1", b.ConvNorm($"{block}.conv1", $"{block}.bn1", x, channels, 3, stride));
                y = b.ConvNorm($"{block}.conv2", $"{block}.bn2", y, channels, 3);
                x = b.Relu(block, b.Sum($"{block}.add", y, shortcut(b, block, x, channels, stride)));
            }
        }

        return b.Classify(x, classifier);
    }
}
