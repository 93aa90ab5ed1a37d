namespace Distill.Networks;

/// <summary>ShuffleNet (Zhang et al. 2017) with three groups for small images, as the distillation literature has it.</summary>
internal static class ShuffleNetV1
{
    private const int Groups = 3;
    private const int StemChannels = 24;

    public static Network Build(NetworkPlan plan)
    {
        var b = plan.Begin();
        var x = b.Relu("relu", b.ConvNorm("conv1", "bn1", Network.Images, StemChannels, 1));
        (int Channels, int Blocks)[] stages = [(240, 4), (480, 8), (960, 4)];
        for (var stage = 0; stage < stages.Length; stage++)
        {
            for (var i = 0; i < stages[stage].Blocks; i++)
            {
                x = Block(b, $"layer{stage + 1}.{i}", x, Channels(plan, stages[stage].Channels), i == 0 ? 2 : 1);
            }
        }

        return b.Classify(x, "linear");
    }

    /// <summary>Whole groups in the bottleneck, which is a quarter as wide; wider than the stem, whose channels are passed on.</summary>
    private static int Channels(NetworkPlan plan, int published)
    {
        const int Unit = 4 * Groups;
        return Math.Max(4 * Unit, (int)Math.Round(published * plan.Width / Unit) * Unit);
    }

    private static string Block(NetworkBuilder b, string block, string x, int channels, int stride)
    {
        var inputs = b.Channels(x);
        var made = stride == 1 ? channels : channels - inputs;
        var hidden = made / 4;
        // The first convolution of all sees so few channels that grouping would starve it.
        var groups = inputs == StemChannels ? 1 : Groups;
        var y = b.Relu($"{block}.relu1", b.ConvNorm($"{block}.conv1", $"{block}.bn1", x, hidden, 1, groups: groups));
        y = b.Add($"{block}.shuffle", new ChannelShuffle(groups), y);
        y = b.Relu($"{block}.relu2", b.ConvNorm($"{block}.conv2", $"{block}.bn2", y, hidden, 3, stride, hidden));
        y = b.ConvNorm($"{block}.conv3", $"{block}.bn3", y, made, 1, groups: Groups);
        return b.Relu(block, stride == 1
            ? b.Sum($"{block}.add", y, x)
            : b.Add($"{block}.concat", new Concat(), y, b.Add($"{block}.shortcut", new AveragePool(3, 2, 1), x)));
    }
}
