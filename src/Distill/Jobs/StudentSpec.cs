namespace Distill.Jobs;

/// <summary>The network that learns.</summary>
public sealed record StudentSpec
{
    /// <summary>Name in the zoo, such as <c>resnet8</c>, or a pattern of it, such as <c>dscnn_8_16_32</c>.</summary>
    public required string Network { get; init; }

    /// <summary>Factor on the network's channel counts. Default: 1.</summary>
    public double Width { get; init; } = 1;
}
