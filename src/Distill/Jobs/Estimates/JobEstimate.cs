using System.Text.Json.Serialization;

namespace Distill.Jobs.Estimates;

/// <summary>What a job costs, found from its settings alone.</summary>
public sealed record JobEstimate
{
    /// <summary>Version of this shape.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Images to learn from.</summary>
    public required int TrainSamples { get; init; }

    /// <summary>Images to be judged by.</summary>
    public required int TestSamples { get; init; }

    /// <summary>The networks that learn, in the order of the job file.</summary>
    public required IReadOnlyList<StudentEstimate> Students { get; init; }

    /// <summary>The finished job whose student labels, whose network only the store knows; <see langword="null"/> for other teachers and without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TeacherJob { get; init; }

    /// <summary>The network that labels; <see langword="null"/> without one, and where it is not known.</summary>
    public ModelEstimate? Teacher { get; init; }

    /// <summary>The labels; <see langword="null"/> without a teacher, and where its network is not known.</summary>
    public LabelEstimate? Labels { get; init; }

    /// <summary>Most memory of the process that runs the whole job, roughly.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>What is to be done, in order.</summary>
    public required IReadOnlyList<StageEstimate> Stages { get; init; }

    /// <summary>Expected time of the whole job on one machine.</summary>
    public double Seconds => Stages.Sum(stage => stage.Seconds);

    /// <summary>The speed that the times rest on.</summary>
    public required Throughput Throughput { get; init; }
}
