namespace Distill.Networks;

/// <summary>
/// Wide residual networks (Zagoruyko and Komodakis 2016), <c>wrn_depth_factor</c>: normalisation and ReLU come before the
/// convolutions, so most batch normalisations cannot be folded.
/// </summary>
internal static class WideResNet
{
    /// <param name="plan">What is asked.</param>
    /// <param name="depth">6n + 4 for n blocks in each of three stages.</param>
    /// <param name="factor">How much wider than 16, 32 and 64 channels the stages are.</param>
    public static Network Build(NetworkPlan plan, int depth, int factor)
    {
        var b = plan.Begin();
        var blocks = Depth.BlocksPerStage(plan.Name, depth, 6, 4);
        var x = b.Conv("conv1", Network.Images, plan.Channels(16), 3);
        for (var stage = 1; stage <= 3; stage++)
        {
            var channels = plan.Channels((16 << (stage - 1)) * factor);
            for (var i = 0; i < blocks; i++)
            {
                x = Block(b, $"block{stage}.layer.{i}", x, channels, stage > 1 && i == 0 ? 2 : 1);
            }
        }

        return b.Classify(b.Relu("relu", b.BatchNorm("bn1", x)), "fc");
    }

    /// <summary>A shortcut that changes the width or the size starts from the normalised value, any other from the block's input.</summary>
    private static string Block(NetworkBuilder b, string block, string x, int channels, int stride)
    {
        var normalized = b.Relu($"{block}.relu1", b.BatchNorm($"{block}.bn1", x));
        var y = b.ConvNorm($"{block}.conv1", $"{block}.bn2", normalized, channels, 3, stride);
        y = b.Conv($"{block}.conv2", b.Relu($"{block}.relu2", y), channels, 3);
        var shortcut = stride == 1 && b.Channels(x) == channels ? x : b.Conv($"{block}.convShortcut", normalized, channels, 1, stride);
        return b.Sum(block, shortcut, y);
    }
}
