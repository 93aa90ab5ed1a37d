namespace Distill.Jobs;

/// <summary>The network that learns.</summary>
public sealed record StudentSpec
{
    /// <summary>Name of the only student of a job that does not list several.</summary>
    public const string Only = "student";

    /// <summary>
    /// Name within the job, which becomes a folder of it. Default: <see cref="Only"/>; in a list, the network's name in lower case with
    /// hyphens for what is neither letter nor digit.
    /// </summary>
    public string Name { get; init; } = Only;

    /// <summary>
    /// Name in the zoo, such as <c>resnet8</c>, or a pattern of it, such as <c>dscnn_8_16_32</c>; <see langword="null"/> where
    /// <see cref="Weights"/> brings the network along.
    /// </summary>
    public string? Network { get; init; }

    /// <summary>
    /// What it learns on from, relative to the job file: an ONNX file, with its network, or a safetensors file for <see cref="Network"/>;
    /// <see langword="null"/> (default) begins from random weights. A classifier of other classes begins from random ones all the same.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>What people call the network that learns: its name in the zoo, or the name of its file.</summary>
    public string Title => Network ?? Path.GetFileNameWithoutExtension(Weights) ?? "";

    /// <summary>Factor on the network's channel counts. Default: 1.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Head that learns with the rest of the network.</summary>
    public const string LearnedHead = "learned";

    /// <summary>Head that is fitted to the frozen rest at the end, from the true labels.</summary>
    public const string ProbeHead = "probe";

    /// <summary>
    /// How the classifier comes about: <see cref="LearnedHead"/> (default), or <see cref="ProbeHead"/> for a student whose loss says
    /// nothing about classes.
    /// </summary>
    public string Head { get; init; } = LearnedHead;

    /// <summary>Terms of the loss of one student of a list; <see langword="null"/> (default) takes the job's.</summary>
    public IReadOnlyList<LossSpec>? Loss { get; init; }

    /// <summary>Training of one student of a list; <see langword="null"/> (default) takes the job's.</summary>
    public TrainingSpec? Training { get; init; }
}
