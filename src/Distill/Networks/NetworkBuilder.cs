using Distill.Data;

namespace Distill.Networks;

/// <summary>
/// Writes a network node by node, inferring shapes on the way. Every method takes the name of the new node and the
/// names of the values it uses, and returns the name of the new value.
/// </summary>
internal sealed class NetworkBuilder(string name, ImageShape input, int classes)
{
    private readonly List<Node> _nodes = [];
    private readonly ShapeInference _inference = new(name, input);

    public int Channels(string value) => (int)_inference.Shapes[value][0];

    /// <summary>The shorter side of an image.</summary>
    public int Size(string value) => (int)Math.Min(_inference.Shapes[value][1], _inference.Shapes[value][2]);

    public string Add(string node, Operator @operator, params string[] inputs)
    {
        var added = new Node(node, @operator, inputs);
        _inference.Add(added);
        _nodes.Add(added);
        return node;
    }

    /// <summary>A convolution with a square kernel that keeps the size (padding of half the kernel) but for its stride.</summary>
    public string Conv(string node, string x, int channels, int kernel, int stride = 1, int groups = 1, bool bias = false) =>
        Add(node, new Conv(channels, kernel, kernel, stride, kernel / 2, Groups: groups, Bias: bias), x);

    public string BatchNorm(string node, string x, double epsilon = 1e-5) => Add(node, new BatchNorm(epsilon), x);

    /// <summary>A convolution and its batch normalisation.</summary>
    public string ConvNorm(
        string conv, string norm, string x, int channels, int kernel, int stride = 1, int groups = 1, bool bias = false, double epsilon = 1e-5) =>
        BatchNorm(norm, Conv(conv, x, channels, kernel, stride, groups, bias), epsilon);

    public string Relu(string node, string x) => Add(node, new Relu(), x);

    public string Sum(string node, string x, string y) => Add(node, new Add(), x, y);

    public string Pool(string node, string x) => Add(node, new GlobalAveragePool(), x);

    public string Flatten(string node, string x) => Add(node, new Flatten(), x);

    /// <summary>Global average pool, flatten and a linear layer: the head of nearly every network here.</summary>
    public Network Classify(string x, string classifier) =>
        Build(Add(classifier, new Linear(classes), Flatten("flatten", Pool("avgpool", x))));

    public Network Build(string output) => new(name, input, classes, _nodes, output);
}
