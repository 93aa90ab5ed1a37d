namespace Distill.Networks;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018) at half its width as the distillation literature uses it for small images
/// (RepDistiller): ReLU instead of ReLU6, expansion convolutions even where nothing is expanded.
/// </summary>
internal static class MobileNetV2
{
    private const double PublishedWidth = 0.5;

    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] s_stages =
        [(1, 16, 1, 1), (6, 24, 2, 1), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    public static Network Build(NetworkPlan plan)
    {
        var b = plan.Begin();
        var x = b.Relu("conv1.2", b.ConvNorm("conv1.0", "conv1.1", Network.Images, plan.Channels((int)(32 * PublishedWidth)), 3, 2));
        for (var stage = 0; stage < s_stages.Length; stage++)
        {
            var (expansion, channels, blocks, stride) = s_stages[stage];
            for (var i = 0; i < blocks; i++)
            {
                x = Block(b, $"blocks.{stage}.{i}", x, expansion, plan.Channels((int)(channels * PublishedWidth)), i == 0 ? stride : 1);
            }
        }

        return b.Classify(b.Relu("conv2.2", b.ConvNorm("conv2.0", "conv2.1", x, 1280, 1)), "classifier.0");
    }

    private static string Block(NetworkBuilder b, string block, string x, int expansion, int channels, int stride)
    {
        var isResidual = stride == 1 && b.Channels(x) == channels;
        var hidden = b.Channels(x) * expansion;
        var y = b.Relu($"{block}.conv.2", b.ConvNorm($"{block}.conv.0", $"{block}.conv.1", x, hidden, 1));
        y = b.Relu($"{block}.conv.5", b.ConvNorm($"{block}.conv.3", $"{block}.conv.4", y, hidden, 3, stride, groups: hidden));
        y = b.ConvNorm($"{block}.conv.6", $"{block}.conv.7", y, channels, 1);
        return isResidual ? b.Sum(block, x, y) : y;
    }
}
