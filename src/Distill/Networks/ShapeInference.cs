namespace Distill.Networks;

/// <summary>Checks nodes one after the other and finds the shapes of their values and the tensors they need.</summary>
internal sealed class ShapeInference
{
    /// <summary>No value and no tensor may be larger; keeps every product of sizes within 64 bits.</summary>
    private const long MostElements = int.MaxValue;

    private readonly string _network;
    private readonly Dictionary<string, long[]> _shapes;
    private readonly List<ParameterSpec> _parameters = [];

    public ShapeInference(string network, Data.ImageShape input)
    {
        _network = network;
        long[] images = [input.Channels, input.Height, input.Width];
        if (images.Any(size => size <= 0) || images.Aggregate((Int128)1, (product, size) => product * size) > MostElements)
        {
            throw new NetworkProblemException($"Network \"{network}\" cannot take images of {input}; give a size of at least 1x1x1.");
        }

        _shapes = new Dictionary<string, long[]> { [Network.Images] = images };
    }

    public IReadOnlyDictionary<string, long[]> Shapes => _shapes;

    public IReadOnlyList<ParameterSpec> Parameters => _parameters;

    public void Add(Node node)
    {
        try
        {
            Check(node);
            var inputs = node.Inputs.Select(input => _shapes[input]).ToList();
            var shape = node.Operator.OutputShape(inputs);
            var parameters = node.Operator.Parameters(node.Name, inputs);
            Limit(shape);
            foreach (var parameter in parameters)
            {
                Limit(parameter.Shape);
            }

            _shapes.Add(node.Name, shape);
            _parameters.AddRange(parameters);
        }
        catch (NetworkProblemException problem)
        {
            throw new NetworkProblemException(
                $"Node \"{node.Name}\" ({node.Operator.GetType().Name}) of network \"{_network}\" {problem.Message}.", problem);
        }
    }

    private void Check(Node node)
    {
        var (least, most) = node.Operator.Arity;
        if (node.Name.Length == 0 || _shapes.ContainsKey(node.Name))
        {
            throw new NetworkProblemException("needs a name of its own");
        }

        if (node.Inputs.Count < least || node.Inputs.Count > most)
        {
            throw new NetworkProblemException($"takes {(least == most ? $"{least}" : $"{least} to {most}")} inputs, not {node.Inputs.Count}");
        }

        if (node.Inputs.FirstOrDefault(input => !_shapes.ContainsKey(input)) is { } unknown)
        {
            throw new NetworkProblemException($"takes \"{unknown}\", which no earlier node makes");
        }
    }

    private static void Limit(long[] shape)
    {
        if (shape.Aggregate((Int128)1, (product, size) => product > MostElements ? product : product * size) > MostElements)
        {
            throw new NetworkProblemException($"would need a tensor of {Networks.Shapes.Text(shape)}, which is too large");
        }
    }
}
