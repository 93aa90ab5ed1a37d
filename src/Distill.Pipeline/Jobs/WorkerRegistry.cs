namespace Distill.Pipeline.Jobs;

/// <summary>The workers that are there, as the store knows them.</summary>
/// <param name="jobs">The store.</param>
/// <param name="time">The clock.</param>
public sealed class WorkerRegistry(JobStore jobs, TimeProvider time)
{
    /// <summary>So often a worker writes that it is there.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    /// <summary>After so long without a word a worker counts as gone.</summary>
    public static readonly TimeSpan Gone = TimeSpan.FromSeconds(60);

    private const string Root = "workers/";

    /// <summary>Writes that a worker is there.</summary>
    public Task WriteAsync(WorkerRecord worker, CancellationToken ct) => jobs.Store.WriteAsync(PathOf(worker.Id), JobStore.Serialize(worker), ct);

    /// <summary>Takes a worker off that ends in good order.</summary>
    public Task RemoveAsync(string id, CancellationToken ct) => jobs.Store.DeleteAsync(PathOf(id), ct);

    /// <summary>Those that are there, by name. Records of the long gone are removed on the way.</summary>
    public async Task<IReadOnlyList<WorkerRecord>> ListAsync(CancellationToken ct)
    {
        var there = new List<WorkerRecord>();
        var now = time.GetUtcNow();
        await foreach (var (path, worker) in jobs.ReadAllAsync<WorkerRecord>(Root, ct))
        {
            var silence = now - worker.Seen;
            if (silence <= Gone)
            {
                there.Add(worker);
            }
            else if (silence > Gone * 10)
            {
                await jobs.Store.DeleteAsync(path, ct);
            }
        }
        return there;
    }

    private static string PathOf(string id) => $"{Root}{id}.json";
}
