namespace Distill.Networks;

/// <summary>ShuffleNet V2 1x (Ma et al. 2018) for small images, as the distillation literature has it.</summary>
internal static class ShuffleNetV2
{
    public static Network Build(NetworkPlan plan)
    {
        var b = plan.Begin();
        var x = b.Relu("relu", b.ConvNorm("conv1", "bn1", Network.Images, 24, 1));
        (int Channels, int Blocks)[] stages = [(116, 3), (232, 7), (464, 3)];
        for (var stage = 0; stage < stages.Length; stage++)
        {
            x = Down(b, $"layer{stage + 1}.0", x, plan.Channels(stages[stage].Channels) / 2);
            for (var i = 1; i <= stages[stage].Blocks; i++)
            {
                x = Basic(b, $"layer{stage + 1}.{i}", x);
            }
        }

        return b.Classify(b.Relu("relu2", b.ConvNorm("conv2", "bn2", x, plan.Channels(1024), 1)), "linear");
    }

    private static string Down(NetworkBuilder b, string block, string x, int half)
    {
        var inputs = b.Channels(x);
        var left = b.ConvNorm($"{block}.conv1", $"{block}.bn1", x, inputs, 3, 2, inputs);
        left = b.Relu($"{block}.relu1", b.ConvNorm($"{block}.conv2", $"{block}.bn2", left, half, 1));
        var right = b.Relu($"{block}.relu2", b.ConvNorm($"{block}.conv3", $"{block}.bn3", x, half, 1));
        right = b.ConvNorm($"{block}.conv4", $"{block}.bn4", right, half, 3, 2, half);
        right = b.Relu($"{block}.relu3", b.ConvNorm($"{block}.conv5", $"{block}.bn5", right, half, 1));
        return Join(b, block, left, right);
    }

    private static string Basic(NetworkBuilder b, string block, string x)
    {
        var half = b.Channels(x) / 2;
        var left = b.Add($"{block}.left", new ChannelSlice(0, half), x);
        var right = b.Add($"{block}.right", new ChannelSlice(half, half), x);
        right = b.Relu($"{block}.relu1", b.ConvNorm($"{block}.conv1", $"{block}.bn1", right, half, 1));
        right = b.ConvNorm($"{block}.conv2", $"{block}.bn2", right, half, 3, groups: half);
        right = b.Relu($"{block}.relu2", b.ConvNorm($"{block}.conv3", $"{block}.bn3", right, half, 1));
        return Join(b, block, left, right);
    }

    private static string Join(NetworkBuilder b, string block, string left, string right) =>
        b.Add(block, new ChannelShuffle(2), b.Add($"{block}.concat", new Concat(), left, right));
}
