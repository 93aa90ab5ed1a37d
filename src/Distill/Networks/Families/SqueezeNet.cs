namespace Distill.Networks;

/// <summary>SqueezeNet 1.1 (Iandola et al. 2016) with the names of torchvision and a stem of stride 1 for small images.</summary>
internal static class SqueezeNet
{
    private static readonly (int Index, int Squeeze, int Expand)[] s_fires =
        [(3, 16, 64), (4, 16, 64), (6, 32, 128), (7, 32, 128), (9, 48, 192), (10, 48, 192), (11, 64, 256), (12, 64, 256)];

    public static Network Build(NetworkPlan plan)
    {
        var b = plan.Begin();
        var x = b.Relu("features.1", b.Conv("features.0", Network.Images, plan.Channels(64), 3, bias: true));
        x = Pool(b, "features.2", x);
        foreach (var (index, squeeze, expand) in s_fires)
        {
            x = Fire(b, $"features.{index}", x, plan.Channels(squeeze), plan.Channels(expand));
            if (index is 4 or 7)
            {
                x = Pool(b, $"features.{index + 1}", x);
            }
        }

        x = b.Relu("classifier.2", b.Conv("classifier.1", x, plan.Classes, 1, bias: true));
        return b.Build(b.Flatten("flatten", b.Pool("classifier.3", x)));
    }

    private static string Fire(NetworkBuilder b, string fire, string x, int squeeze, int expand)
    {
        var narrow = b.Relu($"{fire}.squeeze_activation", b.Conv($"{fire}.squeeze", x, squeeze, 1, bias: true));
        var points = b.Relu($"{fire}.expand1x1_activation", b.Conv($"{fire}.expand1x1", narrow, expand, 1, bias: true));
        var squares = b.Relu($"{fire}.expand3x3_activation", b.Conv($"{fire}.expand3x3", narrow, expand, 3, bias: true));
        return b.Add(fire, new Concat(), points, squares);
    }

    private static string Pool(NetworkBuilder b, string node, string x) => b.Add(node, new MaxPool(3, 2, CeilMode: true), x);
}
