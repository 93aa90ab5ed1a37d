namespace Distill.Networks;

/// <summary>
/// Networks as plain as possible, named by their widths: <c>cnn_16_32_64</c> has three 3x3 convolutions of 16, 32 and 64
/// channels. Between layers the image is halved as long as its sides have four pixels or more.
/// </summary>
internal static class PlainCnn
{
    private const int SmallestPooled = 4;

    public static Network Dense(NetworkPlan plan, int[] widths) =>
        Build(plan, widths, (b, layer, x, channels) => Layer(b, layer, x, channels, 3));

    /// <summary><c>dscnn_16_32_64</c>: after a dense first layer every convolution is a depthwise 3x3 and a pointwise one.</summary>
    public static Network DepthwiseSeparable(NetworkPlan plan, int[] widths) =>
        Build(plan, widths, (b, layer, x, channels) => x == Network.Images
            ? Layer(b, layer, x, channels, 3)
            : Layer(b, layer, Layer(b, $"{layer}.depthwise", x, b.Channels(x), 3, b.Channels(x)), channels, 1));

    private static Network Build(NetworkPlan plan, int[] widths, Func<NetworkBuilder, string, string, int, string> layer)
    {
        var (b, x) = (plan.Begin(), Network.Images);
        for (var i = 0; i < widths.Length; i++)
        {
            if (i > 0 && b.Size(x) >= SmallestPooled)
            {
                x = b.Add($"pool{i - 1}", new MaxPool(2, 2), x);
            }

            x = layer(b, $"block{i}", x, plan.Channels(widths[i]));
        }

        return b.Classify(x, "fc");
    }

    private static string Layer(NetworkBuilder b, string name, string x, int channels, int kernel, int groups = 1) =>
        b.Relu(name, b.ConvNorm($"{name}.conv", $"{name}.bn", x, channels, kernel, groups: groups));
}
