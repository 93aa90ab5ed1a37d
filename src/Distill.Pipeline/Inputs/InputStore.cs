using System.Security.Cryptography;
using Distill.Artifacts;
using Distill.Data;
using Distill.Jobs;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Inputs;

/// <summary>
/// Datasets and weights in the store, by content: <c>inputs/parts/SHA256</c>, and <c>inputs/ID/manifest.json</c> once all parts of an
/// input are there. Workers on other machines get them from here.
/// </summary>
/// <remarks>
/// <c>inputs/ID/upload.json</c> is the manifest of an upload that is on its way; it keeps the parts from being cleaned away.
/// </remarks>
/// <param name="store">The store.</param>
public sealed class InputStore(IArtifactStore store)
{
    /// <summary>Where inputs lie.</summary>
    public const string Root = "inputs/";

    /// <summary>Where their parts lie.</summary>
    public const string PartsRoot = Root + "parts/";

    internal const string ManifestName = "manifest.json";
    internal const string UploadName = "upload.json";
    internal const string RecordName = "inputs.json";

    /// <summary>Bytes of the largest thing that <see cref="TakeAsync"/> takes: a part has 4 MB, a manifest about 120 bytes for each file.</summary>
    public const int LargestPiece = 64 << 20;

    private const int Parallel = 4;

    private readonly JobStore _jobs = new(store);

    /// <summary>Sends what a job reads and the store lacks. An upload that was broken off goes on where it was.</summary>
    /// <param name="job">The job, as its submitter has it.</param>
    /// <param name="progress">Told of every part; null for nobody.</param>
    /// <param name="ct">Breaks the upload off; what was sent stays.</param>
    /// <exception cref="DataProblemException">A file is absent, cannot be read or changes meanwhile.</exception>
    public async Task<JobInputs> UploadAsync(JobSpec job, IProgress<InputProgress>? progress, CancellationToken ct)
    {
        var dataset = await DescribeAsync(LocalInput.DatasetOf(job), ct);
        var teacher = await DescribeAsync(LocalInput.WeightsOf(job), ct);
        var students = new List<(string Student, (LocalInput Local, InputManifest Manifest)? Input)>();
        foreach (var (student, input) in LocalInput.BeginningsOf(job))
        {
            students.Add((student, await DescribeAsync(input, ct)));
        }

        var gauge = new UploadGauge(progress, students.Select(student => student.Input).Append(dataset).Append(teacher).Sum(input => input?.Manifest.TotalBytes() ?? 0));
        var inputs = new JobInputs(await SendAsync(dataset, gauge, ct), await SendAsync(teacher, gauge, ct));
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (student, input) in students)
        {
            sent[student] = (await SendAsync(input, gauge, ct))!;
        }

        return sent.Count == 0 ? inputs : inputs with { Students = sent };
    }

    /// <summary>Records what a job's inputs are; the first record stays.</summary>
    /// <returns>The record that counts.</returns>
    public Task<JobInputs> SaveAsync(string job, JobInputs inputs, CancellationToken ct) => _jobs.FirstAsync(RecordPath(job), inputs, ct);

    /// <summary>A job's inputs, or null where the job was submitted without uploading any.</summary>
    public async Task<JobInputs?> FindAsync(string job, CancellationToken ct) => (await _jobs.ReadAsync<JobInputs>(RecordPath(job), ct))?.Value;

    /// <summary>Whether all of an input is there.</summary>
    public async Task<bool> HasAsync(string id, CancellationToken ct) => InputManifest.IsHash(id) && await store.ReadAsync(ManifestPath(id), ct) is not null;

    /// <summary>Takes what somebody sends over a network who has no access to the store; <see cref="UploadAsync"/> on their side says what and when.</summary>
    /// <param name="path">Its path below <c>inputs/</c>.</param>
    /// <param name="content">Its bytes, which have to be what the path says.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="DataProblemException">It is nothing that belongs there.</exception>
    public async Task TakeAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        switch (path.Split('/'))
        {
            case ["parts", var sha256] when content.Length <= InputManifest.PartBytes && Convert.ToHexStringLower(SHA256.HashData(content.Span)) == sha256:
                await store.CreateAsync(PartsRoot + sha256, content, ct);
                return;
            case [var id, UploadName] when Trusted(content.Span, id) is not null:
                await store.WriteAsync(UploadPath(id), content, ct);
                return;
            case [var id, ManifestName] when Trusted(content.Span, id) is { } manifest:
                if (await MissingAsync(manifest, ct) is { Count: > 0 } missing)
                {
                    throw new DataProblemException($"Of the files of inputs/{id} {missing.Count} parts are missing: send them before the manifest.");
                }

                await store.WriteAsync(ManifestPath(id), content, ct);
                return;
            default:
                throw new DataProblemException($"What was sent as inputs/{path} is not what belongs there: parts are named by their SHA-256 and have at most {InputManifest.PartBytes} bytes, manifests by theirs.");
        }
    }

    /// <summary>Says that an upload is over, so that nothing but its manifest keeps its parts.</summary>
    /// <exception cref="DataProblemException">That is the name of no input.</exception>
    public Task EndUploadAsync(string id, CancellationToken ct) => InputManifest.IsHash(id)
        ? store.DeleteAsync(UploadPath(id), ct)
        : throw new DataProblemException($"\"{id}\" is the name of no input: they are named by the SHA-256 of their manifest.");

    internal static string RecordPath(string job) => JobStore.PathOf(job, RecordName);

    internal static string ManifestPath(string id) => $"{Root}{id}/{ManifestName}";

    internal static string UploadPath(string id) => $"{Root}{id}/{UploadName}";

    /// <summary>A manifest, checked.</summary>
    /// <exception cref="StoreException">It is missing or cannot be trusted.</exception>
    internal async Task<InputManifest> ManifestAsync(string id, CancellationToken ct)
    {
        if (!InputManifest.IsHash(id))
        {
            throw new StoreException($"The job names the input \"{id}\", which is no id of one; submit the job again.");
        }

        var path = ManifestPath(id);
        return await store.ReadAsync(path, ct) is { } stored
            ? InputManifest.Read(stored.Content.Span, id, store.Describe(path))
            : throw new StoreException($"{store.Describe(path)} is missing, so the job's files cannot be had; submit the job again from a machine that has them.");
    }

    /// <summary>A part, verified.</summary>
    /// <exception cref="StoreException">It is missing or damaged.</exception>
    internal async Task<ReadOnlyMemory<byte>> PartAsync(string sha256, CancellationToken ct)
    {
        var path = PartsRoot + sha256;
        var stored = await store.ReadAsync(path, ct)
            ?? throw new StoreException($"{store.Describe(path)} is missing, though a manifest lists it; submit the job again from a machine that has its files.");
        return Convert.ToHexStringLower(SHA256.HashData(stored.Content.Span)) == sha256
            ? stored.Content
            : throw new StoreException($"{store.Describe(path)} is damaged (its SHA-256 is not its name); delete it and submit the job again from a machine that has its files.");
    }

    private static InputManifest? Trusted(ReadOnlySpan<byte> content, string id)
    {
        try
        {
            return InputManifest.Read(content, id, $"inputs/{id}");
        }
        catch (StoreException)
        {
            // Whoever sent it is told that it does not belong there.
            return null;
        }
    }

    private static async Task<(LocalInput Local, InputManifest Manifest)?> DescribeAsync(LocalInput? local, CancellationToken ct) =>
        local is null ? null : (local, await Task.Run(() => local.Describe(ct), ct));

    private async Task<string?> SendAsync((LocalInput Local, InputManifest Manifest)? input, UploadGauge gauge, CancellationToken ct)
    {
        if (input is not { } known)
        {
            return null;
        }

        var (manifest, content) = (known.Manifest, known.Manifest.Write());
        var id = InputManifest.IdOf(content);
        await store.WriteAsync(UploadPath(id), content, ct);
        var files = new InputFiles(known.Local.Folder, manifest);
        var first = true;
        // Once more until nothing is missing: somebody may clean the store at the same time.
        for (var missing = await MissingAsync(manifest, ct); missing.Count > 0; missing = await MissingAsync(manifest, ct))
        {
            if (first)
            {
                gauge.Add(manifest.TotalBytes() - missing.Sum(part => (long)manifest.LengthOf(part)));
            }

            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = ct };
            await System.Threading.Tasks.Parallel.ForEachAsync(missing, options, async (part, stop) =>
            {
                await SendPartAsync(known.Local, manifest, files, part, stop);
                gauge.Add(manifest.LengthOf(part));
            });
            first = false;
        }

        if (first)
        {
            gauge.Add(manifest.TotalBytes());
        }

        await store.WriteAsync(ManifestPath(id), content, ct);
        await store.DeleteAsync(UploadPath(id), ct);
        return id;
    }

    // A part that occurs twice is sent once but counted at each place.
    private async Task<List<int>> MissingAsync(InputManifest manifest, CancellationToken ct)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var path in store.ListAsync(PartsRoot, ct))
        {
            there.Add(path[PartsRoot.Length..]);
        }

        return [.. manifest.Parts.Index().Where(part => there.Add(part.Item)).Select(part => part.Index)];
    }

    private async Task SendPartAsync(LocalInput local, InputManifest manifest, InputFiles files, int part, CancellationToken ct)
    {
        var content = files.Read(part);
        if (Convert.ToHexStringLower(SHA256.HashData(content)) != manifest.Parts[part])
        {
            throw new DataProblemException($"The files in {local.Folder} change while they are sent to the store: submit the job again when they are complete.");
        }

        await store.CreateAsync(PartsRoot + manifest.Parts[part], content, ct);
    }
}
