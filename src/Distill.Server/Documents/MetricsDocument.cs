using Distill.Pipeline.Progress;

namespace Distill.Server.Documents;

/// <summary>The learning curves of a job.</summary>
internal sealed record MetricsDocument
{
    public int Version { get; init; } = 1;

    public required string Job { get; init; }

    /// <summary>The teacher's accuracy on the test images, 0 to 1; null where it is not known.</summary>
    public double? TeacherAccuracy { get; init; }

    /// <summary>A curve for each network that is trained.</summary>
    public required IReadOnlyList<RunCurve> Runs { get; init; }

    /// <summary>Steps of late, where this server hears of them; the stream of the job's events has those that follow.</summary>
    public IReadOnlyList<LivePoint> Live { get; init; } = [];
}
