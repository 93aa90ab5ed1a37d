namespace Distill.Networks;

/// <summary>
/// VGG with batch normalisation as the distillation literature has it for small images: five stages, a pool after each
/// of the first three (the fourth only for images of 64 pixels), one linear classifier.
/// </summary>
internal static class Vgg
{
    private static readonly int[] s_channels = [64, 128, 256, 512, 512];

    public static Network Build(NetworkPlan plan, int depth)
    {
        int[] layers = depth switch
        {
            8 => [1, 1, 1, 1, 1],
            11 => [1, 1, 2, 2, 2],
            13 => [2, 2, 2, 2, 2],
            16 => [2, 2, 3, 3, 3],
            19 => [2, 2, 4, 4, 4],
            _ => throw new NetworkProblemException($"There is no network \"{plan.Name}\"; VGG exists with 8, 11, 13, 16 and 19 layers."),
        };
        var (b, x) = (plan.Begin(), Network.Images);
        for (var stage = 0; stage < layers.Length; stage++)
        {
            for (var i = 0; i < layers[stage]; i++)
            {
                // Three modules a layer in the published Sequential: convolution, normalisation, ReLU.
                var index = 3 * i;
                x = b.ConvNorm($"block{stage}.{index}", $"block{stage}.{index + 1}", x, plan.Channels(s_channels[stage]), 3, bias: true);
                x = b.Relu($"block{stage}.{index + 2}", x);
            }

            if (stage < 3 || (stage == 3 && plan.Input.Height == 64))
            {
                x = b.Add($"pool{stage}", new MaxPool(2, 2), x);
            }
        }

        return b.Classify(x, "classifier");
    }
}
