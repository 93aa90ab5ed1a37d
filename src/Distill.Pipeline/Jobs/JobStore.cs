using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Learning;
using Distill.Pipeline.Inputs;

namespace Distill.Pipeline.Jobs;

/// <summary>The jobs in a store, as typed records. Layout: <c>states/NAME.json</c> and <c>jobs/NAME/…</c>; README.md lists the files.</summary>
/// <param name="store">Where everything is kept.</param>
public sealed class JobStore(IArtifactStore store)
{
    private const string States = "states/";
    private const string StateEnd = ".json";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(JobRecordJson.Default, new DefaultJsonTypeInfoResolver()),
        Converters = { new SnakeCaseEnum<JobState>(), new SnakeCaseEnum<JobPriority>(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The store beneath.</summary>
    public IArtifactStore Store => store;

    /// <summary>The path of a job's state. The states lie beside the jobs' folders, so that one listing of a store holds them all.</summary>
    public static string StatePath(string job) => $"{States}{job}{StateEnd}";

    /// <summary>The path of a file of a job.</summary>
    public static string PathOf(string job, params ReadOnlySpan<string> parts) => $"jobs/{job}/{string.Join('/', parts)}";

    /// <summary>The names of all jobs, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken ct) =>
        await store.ListAsync(States, ct).Where(path => path.EndsWith(StateEnd, StringComparison.Ordinal)).Select(path => path[States.Length..^StateEnd.Length]).ToListAsync(ct);

    /// <summary>All jobs by name.</summary>
    public async IAsyncEnumerable<JobRecord> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (_, state) in ReadAllAsync<JobRecord>(States, ct))
        {
            yield return state;
        }
    }

    /// <summary>Every value below a prefix, in as few requests as the store can do it with.</summary>
    internal async IAsyncEnumerable<(string Path, T Value)> ReadAllAsync<T>(string prefix, [EnumeratorCancellation] CancellationToken ct)
        where T : class
    {
        await foreach (var (path, content) in store.ReadAllAsync(prefix, ct))
        {
            yield return (path, Deserialize<T>(content.Span, path));
        }
    }

    /// <summary>A job's state, or null where there is no such job.</summary>
    public async Task<JobRecord?> FindAsync(string job, CancellationToken ct) =>
        await ReadAsync<JobRecord>(StatePath(job), ct) is { } found ? found.Value : null;

    /// <summary>Stores a new job; false where the name is taken.</summary>
    public async Task<bool> CreateAsync(JobRecord record, string yaml, string resolved, CancellationToken ct, JobInputs? inputs = null)
    {
        if (await store.CreateAsync(PathOf(record.Name, "job.resolved.yaml"), Encoding.UTF8.GetBytes(resolved), ct) is null)
        {
            return false;
        }
        await store.WriteAsync(PathOf(record.Name, "job.yaml"), Encoding.UTF8.GetBytes(yaml), ct);
        if (inputs is not null)
        {
            await store.WriteAsync(InputStore.RecordPath(record.Name), Serialize(inputs), ct);
        }
        return await store.CreateAsync(StatePath(record.Name), Serialize(record), ct) is not null;
    }

    /// <summary>The job as it was resolved at submission.</summary>
    public async Task<JobSpec> SpecAsync(string job, CancellationToken ct)
    {
        var path = PathOf(job, "job.resolved.yaml");
        var artifact = await store.ReadAsync(path, ct) ?? throw new StoreException($"{store.Describe(path)} is missing; the job is damaged, so delete it and submit it again.");
        var reading = JobReader.Read(Encoding.UTF8.GetString(artifact.Content.Span), store.Describe(path), []);
        return reading.Job ?? throw new StoreException($"{store.Describe(path)} cannot be read: {reading.Problems[0].Text}");
    }

    /// <summary>Moves a job's state unless it is final already, or the change makes no difference.</summary>
    /// <returns>The state that is stored now, and whether this call changed it.</returns>
    public async Task<(JobRecord Record, bool Changed)> UpdateAsync(string job, Func<JobRecord, JobRecord> change, CancellationToken ct)
    {
        var path = StatePath(job);
        while (true)
        {
            var (current, etag) = await ReadAsync<JobRecord>(path, ct) ?? throw new StoreException($"There is no job \"{job}\" in {store.Describe("jobs")}.");
            var next = change(current);
            if (next == current)
            {
                return (current, false);
            }
            if (await store.ReplaceAsync(path, Serialize(next), etag, ct) is not null)
            {
                return (next, true);
            }
        }
    }

    /// <summary>The plan of a job: the stored one, or the given one where this is the first.</summary>
    public Task<JobPlan> PlanAsync(string job, JobPlan first, CancellationToken ct) => FirstAsync(PathOf(job, "plan.json"), first, ct);

    /// <summary>Stores a value unless there is one already.</summary>
    /// <returns>The value that is stored: whoever came first.</returns>
    public async Task<T> FirstAsync<T>(string path, T value, CancellationToken ct)
        where T : class =>
        await store.CreateAsync(path, Serialize(value), ct) is not null
            ? value
            : (await ReadAsync<T>(path, ct) ?? throw new StoreException($"{store.Describe(path)} vanished while it was read; run the job again.")).Value;

    /// <summary>Stores a value in place of the one that was read; false where somebody else was faster.</summary>
    /// <param name="path">Where.</param>
    /// <param name="value">The value.</param>
    /// <param name="etag">ETag of the one that was read; null where there was none.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> SwapAsync<T>(string path, T value, string? etag, CancellationToken ct)
        where T : class =>
        (etag is null ? await store.CreateAsync(path, Serialize(value), ct) : await store.ReplaceAsync(path, Serialize(value), etag, ct)) is not null;

    /// <summary>A stored value with its ETag, or null.</summary>
    public async Task<(T Value, string ETag)?> ReadAsync<T>(string path, CancellationToken ct)
        where T : class
    {
        return await store.ReadAsync(path, ct) is { } artifact ? (Deserialize<T>(artifact.Content.Span, path), artifact.ETag) : null;
    }

    /// <summary>How far a run is, or null where it has not begun.</summary>
    public Task<(RunHead Value, string ETag)?> HeadAsync(string job, string run, CancellationToken ct) =>
        ReadAsync<RunHead>(PathOf(job, "runs", run, "head.json"), ct);

    /// <summary>The checkpoint that a head names, verified by its SHA-256.</summary>
    /// <exception cref="CheckpointDamagedException">It is missing, or not what was stored.</exception>
    public async Task<Checkpoint> CheckpointAsync(string job, string run, string sha256, CancellationToken ct)
    {
        var path = CheckpointPath(job, run, sha256);
        var artifact = await store.ReadAsync(path, ct) ?? throw new CheckpointDamagedException($"The checkpoint {store.Describe(path)} is missing; delete the job and run it again.");
        if (Hash(artifact.Content.Span) != sha256)
        {
            throw new CheckpointDamagedException($"The checkpoint {store.Describe(path)} is damaged (its SHA-256 is not its name); delete the job and run it again.");
        }
        return Checkpoint.Decode(artifact.Content.ToArray(), store.Describe(path));
    }

    /// <summary>Stores a checkpoint under its hash and moves the head to it. The checkpoint before it is kept, for the case that this one is damaged.</summary>
    /// <returns>The new head; null where the head is no longer <paramref name="previous"/> (null: absent), and the work does not count.</returns>
    public async Task<RunHead?> AdvanceAsync(string job, string run, Func<string, RunHead> head, Checkpoint checkpoint, (RunHead Value, string ETag)? previous, CancellationToken ct)
    {
        var bytes = checkpoint.Encode();
        var sha256 = Hash(bytes);
        var known = previous?.Value;
        if (known?.Checkpoint != sha256)
        {
            await store.WriteAsync(CheckpointPath(job, run, sha256), bytes, ct);
        }
        var next = head(sha256) with { Previous = known?.Checkpoint == sha256 ? known.Previous : known is null ? null : known with { Previous = null } };
        CrashPoint.Pass("checkpoint-stored");
        if (!await SwapAsync(PathOf(job, "runs", run, "head.json"), next, previous?.ETag, ct))
        {
            return null;
        }
        CrashPoint.Pass("head-moved");
        if (known?.Previous is { } outdated && outdated.Checkpoint != next.Previous?.Checkpoint && outdated.Checkpoint != sha256)
        {
            await store.DeleteAsync(CheckpointPath(job, run, outdated.Checkpoint), ct);
        }
        return next;
    }

    /// <summary>Gives a damaged checkpoint up and goes back to the one before it, or to the run's beginning.</summary>
    /// <returns>False where somebody else has moved the head meanwhile.</returns>
    public Task<bool> GoBackAsync(string job, string run, (RunHead Value, string ETag) damaged, CancellationToken ct) => SwapAsync(
        PathOf(job, "runs", run, "head.json"),
        damaged.Value.Previous is { } before
            ? before with { Segment = damaged.Value.Segment + 1 }
            : damaged.Value with { Segment = damaged.Value.Segment + 1, Step = 0, Checkpoint = "", Curve = [], Final = null, LabelsDigest = "" },
        damaged.ETag, ct);

    /// <summary>Gives up all that a run has learnt: its next segment begins at the beginning.</summary>
    /// <returns>False where somebody else has moved the head meanwhile.</returns>
    public Task<bool> RestartAsync(string job, string run, (RunHead Value, string ETag) head, CancellationToken ct) => SwapAsync(
        PathOf(job, "runs", run, "head.json"),
        head.Value with { Segment = head.Value.Segment + 1, Step = 0, Checkpoint = "", Curve = [], Final = null, LabelsDigest = "", Previous = null },
        head.ETag, ct);

    /// <summary>The JSON of a record as this store writes it.</summary>
    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, s_json);

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private T Deserialize<T>(ReadOnlySpan<byte> json, string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, s_json)!;
        }
        catch (JsonException problem)
        {
            throw new StoreException($"{store.Describe(path)} is not valid: {problem.Message} Delete the job and run it again.", problem);
        }
    }

    internal static string CheckpointPath(string job, string run, string sha256) => PathOf(job, "runs", run, $"checkpoints/{sha256}.safetensors");
}
