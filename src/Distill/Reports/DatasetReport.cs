namespace Distill.Reports;

/// <summary>The dataset of a job, as far as its report needs it.</summary>
public sealed record DatasetReport
{
    /// <summary>The dataset's name, for example <c>cifar10</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 over the content of both parts, in hex.</summary>
    public required string Digest { get; init; }

    /// <summary>The names of the classes, in the order of the models' outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The number of images that the students learned from.</summary>
    public required int TrainSamples { get; init; }

    /// <summary>The number of held-out images that every accuracy of the report is measured on.</summary>
    public required int TestSamples { get; init; }
}
