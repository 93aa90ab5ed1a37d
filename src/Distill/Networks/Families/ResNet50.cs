namespace Distill.Networks;

/// <summary>ResNet-50 with a 3x3 stem for small images: 3, 4, 6 and 3 bottleneck blocks (names of RepDistiller).</summary>
internal static class ResNet50
{
    private const int Expansion = 4;

    public static Network Build(NetworkPlan plan)
    {
        var b = plan.Begin();
        var x = b.Relu("relu", b.ConvNorm("conv1", "bn1", Network.Images, plan.Channels(64), 3));
        int[] blocks = [3, 4, 6, 3];
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            for (var i = 0; i < blocks[stage]; i++)
            {
                x = Bottleneck(b, $"layer{stage + 1}.{i}", x, plan.Channels(64 << stage), stage > 0 && i == 0 ? 2 : 1);
            }
        }

        return b.Classify(x, "linear");
    }

    private static string Bottleneck(NetworkBuilder b, string block, string x, int channels, int stride)
    {
        var y = b.Relu($"{block}.relu1", b.ConvNorm($"{block}.conv1", $"{block}.bn1", x, channels, 1));
        y = b.Relu($"{block}.relu2", b.ConvNorm($"{block}.conv2", $"{block}.bn2", y, channels, 3, stride));
        y = b.ConvNorm($"{block}.conv3", $"{block}.bn3", y, channels * Expansion, 1);
        var shortcut = stride == 1 && b.Channels(x) == channels * Expansion
            ? x
            : b.ConvNorm($"{block}.shortcut.0", $"{block}.shortcut.1", x, channels * Expansion, 1, stride);
        return b.Relu(block, b.Sum($"{block}.add", y, shortcut));
    }
}
