namespace Distill.Networks;

/// <summary>
/// Rewrites a network that does not learn: a convolution on our own kernels, a sum with a shortcut and a ReLU become one node, so that their values
/// are not written and read three times.
/// </summary>
internal sealed class ConvFusion
{
    private readonly Network _network;
    private readonly Dictionary<string, Node> _byName;
    private readonly HashSet<string> _inner;
    private readonly HashSet<string> _joined = [];
    private readonly Dictionary<string, Node> _blocks = [];

    private ConvFusion(Network network, IReadOnlyCollection<string> keep)
    {
        _network = network;
        _byName = network.Nodes.ToDictionary(node => node.Name);
        var uses = network.Nodes.SelectMany(node => node.Inputs).CountBy(input => input).ToDictionary();
        _inner = [.. _byName.Keys.Where(name => uses.GetValueOrDefault(name) == 1 && !keep.Contains(name))];
    }

    /// <summary>Joins what can be joined; the weights keep their names.</summary>
    /// <param name="network">Any network, to be run in 32-bit floats.</param>
    /// <param name="keep">Nodes whose values must stay to be seen.</param>
    public static Network Join(Network network, IReadOnlyCollection<string> keep)
    {
        var fusion = new ConvFusion(network, keep);
        foreach (var relu in network.Nodes.Where(node => node.Operator is Relu && fusion._inner.Contains(node.Inputs[0])))
        {
            var before = fusion._byName[relu.Inputs[0]];
            if (before.Operator is Add)
            {
                fusion.JoinSum(before, relu);
            }
            else
            {
                fusion.JoinConv(before, relu);
            }
        }

        foreach (var sum in network.Nodes.Where(node => node.Operator is Add && !fusion._joined.Contains(node.Name)))
        {
            fusion.JoinSum(sum, sum);
        }

        var nodes = network.Nodes.Where(node => !fusion._joined.Contains(node.Name)).Select(node => fusion._blocks.GetValueOrDefault(node.Name, node));
        return new Network(network.Name, network.Input, network.Classes, [.. nodes], network.Output);
    }

    private void JoinConv(Node conv, Node relu)
    {
        if (CanJoin(conv.Name))
        {
            Join(conv, relu, conv.Inputs);
        }
    }

    /// <summary>A sum of two values of one shape; the first convolution of the two is computed where the sum is.</summary>
    private void JoinSum(Node sum, Node last)
    {
        var stretched = sum.Inputs.Any(input => !_network.Shapes[input].AsSpan().SequenceEqual(_network.Shapes[sum.Name]));
        if (stretched || sum.Inputs.FirstOrDefault(CanJoin) is not { } conv)
        {
            return;
        }

        if (last != sum)
        {
            _joined.Add(sum.Name);
        }

        Join(_byName[conv], last, [.. _byName[conv].Inputs, sum.Inputs[sum.Inputs[0] == conv ? 1 : 0]]);
    }

    private bool CanJoin(string name) =>
        _inner.Contains(name) && _byName[name].Operator is Conv conv && ConvKernels.IsWinograd(conv, _network.Shapes[_byName[name].Inputs[0]][0]);

    private void Join(Node conv, Node last, IReadOnlyList<string> inputs)
    {
        _joined.Add(conv.Name);
        _blocks.Add(last.Name, new Node(last.Name, new ConvBlock((Conv)conv.Operator, conv.Name, last.Operator is Relu), inputs));
    }
}
