namespace Distill.Reports;

/// <summary>What, beside the job file and its labels, decides the bytes of a student.</summary>
public sealed record EnvironmentReport
{
    /// <summary>The version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>The numerics class of the trainer in words: libraries, instruction set, device, precision, threads.</summary>
    public required string NumericsClass { get; init; }

    /// <summary>The numerics class as a short hex digest: jobs with equal ones repeat to the byte.</summary>
    public required string NumericsDigest { get; init; }

    /// <summary>The precision that training resolved to: <c>float32</c> or <c>bfloat16</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>The number of threads of one training step.</summary>
    public required int Threads { get; init; }

    /// <summary>The command that repeats the job.</summary>
    public required string Command { get; init; }

    /// <summary>The highest resident memory of the process, in bytes; null where it is unknown or several processes took part.</summary>
    public long? PeakMemoryBytes { get; init; }
}
