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
    internal const string Root = "inputs/";
    internal const string PartsRoot = Root + "parts/";
    internal const string ManifestName = "manifest.json";
    internal const string UploadName = "upload.json";
    internal const string RecordName = "inputs.json";

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
        var gauge = new UploadGauge(progress, (dataset?.Manifest.TotalBytes() ?? 0) + (teacher?.Manifest.TotalBytes() ?? 0));
        return new JobInputs(await SendAsync(dataset, gauge, ct), await SendAsync(teacher, gauge, ct));
    }

    /// <summary>Records what a job's inputs are; the first record stays.</summary>
    /// <returns>The record that counts.</returns>
    public Task<JobInputs> SaveAsync(string job, JobInputs inputs, CancellationToken ct) => _jobs.FirstAsync(RecordPath(job), inputs, ct);

    /// <summary>A job's inputs, or null where the job was submitted without uploading any.</summary>
    public async Task<JobInputs?> FindAsync(string job, CancellationToken ct) => (await _jobs.ReadAsync<JobInputs>(RecordPath(job), ct))?.Value;

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
