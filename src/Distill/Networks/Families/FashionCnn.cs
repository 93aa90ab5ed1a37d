namespace Distill.Networks;

/// <summary>A small residual network for Fashion-MNIST that pools before it normalises; the graph of the published weights.</summary>
internal static class FashionCnn
{
    public static Network Build(NetworkPlan plan)
    {
        var b = plan.Begin();
        var x = b.Add("pool1", new MaxPool(2, 2), b.Conv("conv1", Network.Images, plan.Channels(32), 3));
        x = b.Relu("relu1", b.BatchNorm("bn1", x));
        x = b.Add("pool2", new MaxPool(2, 2), b.Conv("conv2", x, plan.Channels(64), 3));
        x = b.Relu("relu2", b.BatchNorm("bn2", x));
        x = b.Relu("relu3", b.ConvNorm("conv3", "bn3", x, plan.Channels(128), 3));
        var y = b.ConvNorm("conv4", "bn4", x, plan.Channels(128), 3);
        return b.Classify(b.Relu("relu4", b.Sum("add", x, y)), "fc");
    }
}
