namespace Distill.Networks;

/// <summary>
/// Rewrites a network for execution: a node, a sum with a shortcut and a ReLU become one node, so that their values are not written and read three
/// times. The weights keep their names.
/// </summary>
internal abstract class Fusion
{
    private readonly Dictionary<string, Node> _byName;
    private readonly HashSet<string> _inner;
    private readonly HashSet<string> _joined = [];
    private readonly Dictionary<string, Node> _blocks = [];

    /// <param name="network">Any network.</param>
    /// <param name="keep">Nodes whose values must stay to be seen.</param>
    protected Fusion(Network network, IReadOnlyCollection<string> keep)
    {
        Network = network;
        _byName = network.Nodes.ToDictionary(node => node.Name);
        var uses = network.Nodes.SelectMany(node => node.Inputs).CountBy(input => input).ToDictionary();
        _inner = [.. _byName.Keys.Where(name => uses.GetValueOrDefault(name) == 1 && !keep.Contains(name))];
    }

    protected Network Network { get; }

    /// <summary>Whether such a node can do what follows it.</summary>
    protected abstract bool CanJoin(Node node);

    /// <summary>The node's operator together with that of <paramref name="last"/>, which is a ReLU of some kind or a sum.</summary>
    protected abstract Operator Block(Node node, Node last);

    /// <summary>Joins what ends with a ReLU for which <paramref name="isLast"/> holds.</summary>
    protected void JoinUpTo(Func<Operator, bool> isLast)
    {
        foreach (var relu in Network.Nodes.Where(node => isLast(node.Operator) && _inner.Contains(node.Inputs[0])))
        {
            var before = _byName[relu.Inputs[0]];
            if (before.Operator is Add)
            {
                JoinSum(before, relu);
            }
            else if (IsJoined(before.Name))
            {
                Join(before, relu, before.Inputs);
            }
        }
    }

    /// <summary>Joins the sums that no ReLU follows.</summary>
    protected void JoinSums()
    {
        foreach (var sum in Network.Nodes.Where(node => node.Operator is Add && !_joined.Contains(node.Name)))
        {
            JoinSum(sum, sum);
        }
    }

    /// <summary>The network with what has been joined.</summary>
    protected Network Result() => new(
        Network.Name, Network.Input, Network.Classes,
        [.. Network.Nodes.Where(node => !_joined.Contains(node.Name)).Select(node => _blocks.GetValueOrDefault(node.Name, node))], Network.Output);

    // A sum of two values of one shape; the first of the two that can be joined is computed where the sum is.
    private void JoinSum(Node sum, Node last)
    {
        var stretched = sum.Inputs.Any(input => !Network.Shapes[input].AsSpan().SequenceEqual(Network.Shapes[sum.Name]));
        if (stretched || sum.Inputs.FirstOrDefault(IsJoined) is not { } first)
        {
            return;
        }

        if (last != sum)
        {
            _joined.Add(sum.Name);
        }

        Join(_byName[first], last, [.. _byName[first].Inputs, sum.Inputs[sum.Inputs[0] == first ? 1 : 0]]);
    }

    private bool IsJoined(string name) => _inner.Contains(name) && CanJoin(_byName[name]);

    private void Join(Node node, Node last, IReadOnlyList<string> inputs)
    {
        _joined.Add(node.Name);
        _blocks.Add(last.Name, new Node(last.Name, Block(node, last), inputs));
    }
}
