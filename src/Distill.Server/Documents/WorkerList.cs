using Distill.Pipeline.Jobs;

namespace Distill.Server.Documents;

/// <summary>The workers that are there.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Workers">The workers.</param>
/// <param name="Now">The server's time, against which their last words are to be held.</param>
internal sealed record WorkerList(int Version, IReadOnlyList<WorkerRecord> Workers, DateTimeOffset Now);
