namespace Distill.Networks;

/// <summary>A tensor that a network needs, named as in the public checkpoints (<c>layer1.0.conv1.weight</c>).</summary>
/// <param name="Name">The node's name and what the tensor is: weight, bias, running_mean or running_var.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Kind">What it is for.</param>
public sealed record ParameterSpec(string Name, long[] Shape, ParameterKind Kind)
{
    /// <summary>Whether training changes it by gradients; false for the statistics of a batch normalisation.</summary>
    public bool IsTrainable => Kind is not (ParameterKind.RunningMean or ParameterKind.RunningVariance);

    /// <summary>The name of the node that needs it.</summary>
    public string Node => Name[..Name.LastIndexOf('.')];

    /// <summary>The number of values in it.</summary>
    public long Count => Shapes.Count(Shape);
}
