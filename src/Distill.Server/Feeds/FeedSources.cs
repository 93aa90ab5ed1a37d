using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Progress;

namespace Distill.Server.Feeds;

/// <summary>Where the news of jobs comes from.</summary>
/// <param name="Jobs">What is stored.</param>
/// <param name="Events">What happened.</param>
/// <param name="Watch">How far a job is, until it ends.</param>
/// <param name="Points">The live points of a job after a number.</param>
/// <param name="Noted">Told of every stored event, again by each feed of a job.</param>
internal sealed record FeedSources(
    JobStore Jobs,
    JobEvents Events,
    Func<string, CancellationToken, IAsyncEnumerable<JobProgress>> Watch,
    Func<string, long, IReadOnlyList<LivePoint>> Points,
    Action<string, JobEvent> Noted);
