using Distill.Tensors.BatchNorms;

namespace Distill.Networks;

/// <summary>
/// Rewrites a network for execution in 32-bit floats: what is heavy, a sum with a shortcut and an activation become one node, so that their values
/// are not written and read three times. Heavy are the normalisations of a network that learns, and the convolutions of one that does not.
/// </summary>
internal sealed class Fusion
{
    private readonly Network _network;
    private readonly bool _learns;
    private readonly Dictionary<string, Node> _byName;
    private readonly HashSet<string> _inner;
    private readonly HashSet<string> _joined = [];
    private readonly Dictionary<string, Node> _blocks = [];

    private Fusion(Network network, IReadOnlyCollection<string> keep, bool learns)
    {
        (_network, _learns) = (network, learns);
        _byName = network.Nodes.ToDictionary(node => node.Name);
        var uses = network.Nodes.SelectMany(node => node.Inputs).CountBy(input => input).ToDictionary();
        _inner = [.. _byName.Keys.Where(name => uses.GetValueOrDefault(name) == 1 && !keep.Contains(name))];
    }

    /// <summary>Joins what can be joined; the weights keep their names.</summary>
    /// <param name="network">Any network.</param>
    /// <param name="keep">Nodes whose values must stay to be seen.</param>
    /// <param name="learns">Whether it learns.</param>
    public static Network Join(Network network, IReadOnlyCollection<string> keep, bool learns)
    {
        var fusion = new Fusion(network, keep, learns);
        foreach (var last in network.Nodes.Where(node => node.Operator is Relu or Relu6))
        {
            fusion.JoinBefore(last);
        }

        foreach (var sum in network.Nodes.Where(node => node.Operator is Add && !fusion._joined.Contains(node.Name)))
        {
            fusion.JoinSum(sum, sum);
        }

        var nodes = network.Nodes.Where(node => !fusion._joined.Contains(node.Name)).Select(node => fusion._blocks.GetValueOrDefault(node.Name, node));
        return new Network(network.Name, network.Input, network.Classes, [.. nodes], network.Output);
    }

    private void JoinBefore(Node activation)
    {
        if (!_inner.Contains(activation.Inputs[0]))
        {
            return;
        }

        var before = _byName[activation.Inputs[0]];
        if (before.Operator is Add)
        {
            JoinSum(before, activation);
        }
        else if (Block(before, activation) is { } block)
        {
            _joined.Add(before.Name);
            _blocks.Add(activation.Name, new Node(activation.Name, block, before.Inputs));
        }
    }

    /// <summary>A sum of two values of one shape, of which the first that can is made where the sum is.</summary>
    private void JoinSum(Node sum, Node last)
    {
        if (sum.Inputs.Any(input => !_network.Shapes[input].AsSpan().SequenceEqual(_network.Shapes[sum.Name])))
        {
            return;
        }

        foreach (var (index, input) in sum.Inputs.Index().Where(input => _inner.Contains(input.Item)))
        {
            var heavy = _byName[input];
            if (Block(heavy, last) is not { } block)
            {
                continue;
            }

            _joined.Add(heavy.Name);
            if (last != sum)
            {
                _joined.Add(sum.Name);
            }

            _blocks.Add(last.Name, new Node(last.Name, block, [.. heavy.Inputs, sum.Inputs[1 - index]]));
            return;
        }
    }

    private Operator? Block(Node heavy, Node last) => heavy.Operator switch
    {
        Conv conv when !_learns && last.Operator is not Relu6 && ConvKernels.IsWinograd(conv, _network.Shapes[heavy.Inputs[0]]) =>
            new ConvBlock(conv, heavy.Name, last.Operator is Relu),
        BatchNorm norm when _learns && BatchNormActivation.Takes(_network.Shapes[heavy.Name][0]) => new NormBlock(norm, heavy.Name, last.Operator switch
        {
            Relu => Activation.Relu,
            Relu6 => Activation.Relu6,
            _ => Activation.None,
        }),
        _ => null,
    };
}
