namespace Distill.Networks;

/// <summary>When the values of a network's nodes are last used, and which may be overwritten.</summary>
internal sealed class Lifetimes
{
    private readonly Dictionary<string, Node> _producers;
    private readonly Dictionary<string, int> _uses;
    private readonly Dictionary<string, Node> _lastUsers = [];
    private readonly HashSet<string> _kept;
    private readonly IReadOnlyDictionary<string, long[]> _shapes;

    /// <param name="network">The network.</param>
    /// <param name="kept">Nodes whose values are wanted after the run.</param>
    public Lifetimes(Network network, IEnumerable<string> kept)
    {
        _kept = [.. kept];
        _shapes = network.Shapes;
        _producers = network.Nodes.ToDictionary(node => node.Name);
        _uses = network.Nodes.SelectMany(node => node.Inputs).CountBy(input => input).ToDictionary();
        foreach (var node in network.Nodes)
        {
            foreach (var input in node.Inputs)
            {
                _lastUsers[input] = node;
            }
        }
    }

    /// <summary>The index of the input in whose memory the node may write its value, or null.</summary>
    public int? Overwritten(Node node) => node.Operator switch
    {
        Relu => CanOverwrite(node.Inputs[0]) ? 0 : null,
        Add => CanHoldSum(node, 0) ? 0 : CanHoldSum(node, 1) ? 1 : null,
        _ => null,
    };

    /// <summary>The values that nobody needs after the node, but for the one that became its own.</summary>
    public IEnumerable<string> ReleasedAfter(Node node)
    {
        var overwritten = Overwritten(node) is { } index ? node.Inputs[index] : null;
        return node.Inputs.Distinct().Where(input => _lastUsers[input] == node && input != overwritten && !_kept.Contains(input));
    }

    /// <summary>An input that is stretched has too little memory.</summary>
    private bool CanHoldSum(Node node, int input) =>
        CanOverwrite(node.Inputs[input]) && _shapes[node.Inputs[input]].AsSpan().SequenceEqual(_shapes[node.Name]);

    /// <summary>
    /// Nobody else reads the value, and the gradient of what made it does not need it: convolutions and normalisations
    /// remember their inputs, sums and concatenations nothing. A ReLU, for one, remembers its result.
    /// </summary>
    private bool CanOverwrite(string value) =>
        _uses[value] == 1
        && !_kept.Contains(value)
        && _producers.TryGetValue(value, out var producer)
        && producer.Operator is Conv or ConvBlock or BatchNorm or Add or Concat;
}
