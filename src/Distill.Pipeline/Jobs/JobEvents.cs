using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Distill.Artifacts;

namespace Distill.Pipeline.Jobs;

/// <summary>What happened to jobs, one small immutable record each, so that any number of workers may write at once.</summary>
/// <param name="jobs">The jobs.</param>
/// <param name="worker">Who writes; lower-case letters, digits and hyphens.</param>
/// <param name="time">The clock that events are ordered by.</param>
public sealed partial class JobEvents(JobStore jobs, string worker, TimeProvider time)
{
    /// <summary>This process, as <c>host-123</c>, for those who have no better name.</summary>
    public static string ThisProcess { get; } =
        Unfit().Replace($"{Environment.MachineName}-{Environment.ProcessId}".ToLowerInvariant(), "-").Trim('-');

    /// <summary>Adds an event.</summary>
    /// <param name="job">The job.</param>
    /// <param name="kind">What it was, in one word.</param>
    /// <param name="sentence">What it was, for people.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="run">The run that it is about, if it is about one.</param>
    /// <param name="data">Figures that go with it.</param>
    public async Task AppendAsync(
        string job, string kind, string sentence, CancellationToken ct, string? run = null, IReadOnlyDictionary<string, string>? data = null)
    {
        var now = time.GetUtcNow();
        var happened = JobStore.Serialize(new JobEvent { Time = now, Kind = kind, Worker = worker, Run = run, Sentence = sentence, Data = data });
        string path;
        do
        {
            path = JobStore.PathOf(job, "events", $"{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfffffff'Z'", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}.json");
        }
        while (await jobs.Store.CreateAsync(path, happened, ct) is null);
    }

    /// <summary>Adds the event that a job has come to the state that it is in.</summary>
    public Task AppendAsync(JobRecord record, CancellationToken ct) =>
        AppendAsync(record.Name, record.State.ToString().ToLowerInvariant(), JobEvent.SentenceOf(record), ct);

    /// <summary>All events of a job, the oldest first.</summary>
    public IAsyncEnumerable<JobEvent> ListAsync(string job, CancellationToken ct) => ListAsync(job, new HashSet<string>(), ct);

    /// <summary>The events of a job that nobody has seen yet, the oldest first.</summary>
    /// <param name="job">The job.</param>
    /// <param name="seen">Those that somebody has; what is returned is added.</param>
    /// <param name="ct">Ends the call.</param>
    public async IAsyncEnumerable<JobEvent> ListAsync(string job, ISet<string> seen, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (_, happened) in ListNamedAsync(job, seen, ct))
        {
            yield return happened;
        }
    }

    /// <summary>The same events with their names, which order them by time and are unique within the job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="seen">Those that somebody has; what is returned is added.</param>
    /// <param name="ct">Ends the call.</param>
    public async IAsyncEnumerable<(string Name, JobEvent Event)> ListNamedAsync(string job, ISet<string> seen, [EnumeratorCancellation] CancellationToken ct)
    {
        var paths = new List<string>();
        await foreach (var path in jobs.Store.ListAsync(JobStore.PathOf(job, "events/"), ct))
        {
            if (!seen.Contains(path))
            {
                paths.Add(path);
            }
        }
        foreach (var some in paths.Chunk(IArtifactStore.ReadAtOnce))
        {
            // One that vanished belongs to a job that is being deleted.
            foreach (var (path, happened) in some.Zip(await Task.WhenAll(some.Select(path => jobs.ReadAsync<JobEvent>(path, ct)))))
            {
                // Not before it is read: after a failure in between the rest is still unseen.
                seen.Add(path);
                if (happened is { } found)
                {
                    yield return (Path.GetFileNameWithoutExtension(path), found.Value);
                }
            }
        }
    }

    [GeneratedRegex("[^a-z0-9-]+")]
    private static partial Regex Unfit();
}
