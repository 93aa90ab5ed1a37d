using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Distill.Artifacts;

namespace Distill.Labels;

/// <summary>
/// Complete views of label sets in the store, shared between jobs and never changed again. Once a view is here, this copy
/// is the one that counts, whatever a log says.
/// </summary>
/// <remarks>
/// Everything is written by create-if-absent and the view's index last, so any number of workers may archive the same view:
/// all but one adopt what the first one wrote.
/// </remarks>
/// <param name="store">Where views are archived.</param>
/// <param name="between">Called between the two writes of a view; a test may end the process there.</param>
/// <param name="trust">Says whose labels are withdrawn: views with chunks of theirs are taken out of the archive. Nobody's when absent.</param>
public sealed class LabelArchive(IArtifactStore store, Action? between = null, ILabelTrust? trust = null)
{
    private static readonly IReadOnlySet<string> s_nobody = new HashSet<string>();

    private readonly ConcurrentDictionary<(string Fingerprint, int View), ArchivedView> _settled = new();
    private readonly ConcurrentDictionary<string, bool> _opened = new();

    /// <summary>Writes the set's manifest at its first use; proves it at every later one.</summary>
    /// <exception cref="LabelException">The folder holds labels of another set; the message names the differing parts.</exception>
    public async Task OpenAsync(LabelSet set, CancellationToken ct)
    {
        if (_opened.ContainsKey(set.Fingerprint))
        {
            return;
        }

        var path = LabelPaths.Manifest(set);
        if (await store.CreateAsync(path, LabelJson.Write(LabelManifest.Of(set)), ct) is null
            && await store.ReadAsync(path, ct) is { } stored)
        {
            var manifest = LabelJson.Read<LabelManifest>(stored.Content, store.Describe(path));
            var difference = LabelSet.DescribeDifference(set.Parts, manifest.Parts.Select(part => (part.Key, part.Value)));
            if (difference.Length > 0 || manifest.Fingerprint != set.Fingerprint)
            {
                throw new LabelException(
                    $"{store.Describe(path)} is of another label set than this job's ({(difference.Length > 0 ? difference : "its fingerprint is another")}); remove that folder or use another store.");
            }
        }

        _opened[set.Fingerprint] = true;
    }

    /// <summary>The file of a view, as a user can open it.</summary>
    public string Describe(LabelSet set, int view) => store.Describe(LabelPaths.View(set, view));

    /// <summary>The index of a view, or <see langword="null"/> while the view is not complete.</summary>
    public async Task<ArchivedView?> FindAsync(LabelSet set, int view, CancellationToken ct)
    {
        var distrusted = await DistrustedAsync(set, ct);
        if (_settled.TryGetValue((set.Fingerprint, view), out var known) && !IsOfAny(distrusted, known))
        {
            return known;
        }

        var path = LabelPaths.ViewIndex(set, view);
        if (await store.ReadAsync(path, ct) is not { } stored)
        {
            _settled.TryRemove((set.Fingerprint, view), out _);
            return null;
        }

        var index = LabelJson.Read<ArchivedView>(stored.Content, store.Describe(path));
        if (index.Fingerprint != set.Fingerprint || index.View != view || !index.Chunks.Select(chunk => chunk.Chunk).SequenceEqual(Enumerable.Range(0, set.ChunksPerView)))
        {
            throw new LabelCorruptException($"{store.Describe(path)} is corrupt, because it does not list the {set.ChunksPerView} chunks of view {view}; remove it and run again.");
        }

        if (IsOfAny(distrusted, index))
        {
            // The index alone: without it the view's file means nothing, and whoever archives the view anew replaces it.
            await store.DeleteAsync(path, ct);
            _settled.TryRemove((set.Fingerprint, view), out _);
            return null;
        }

        return _settled[(set.Fingerprint, view)] = index;
    }

    /// <summary>The workers whose labels of a set are withdrawn: the same object until there are more of them.</summary>
    internal ValueTask<IReadOnlySet<string>> DistrustedAsync(LabelSet set, CancellationToken ct) => trust?.DistrustedAsync(set, ct) ?? new(s_nobody);

    /// <summary>How much of a set is archived; <see langword="null"/> while nobody has opened it.</summary>
    /// <param name="fingerprint">The set.</param>
    /// <param name="views">The views to count, from the first.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<(int ChunksPerView, int CompleteViews)?> ProgressAsync(string fingerprint, int views, CancellationToken ct)
    {
        var path = $"labels/{fingerprint}/manifest.json";
        if (await store.ReadAsync(path, ct) is not { } stored)
        {
            return null;
        }

        var parts = LabelJson.Read<LabelManifest>(stored.Content, store.Describe(path)).Parts;
        var (samples, chunk) = (Whole("samples"), Whole("chunk size"));
        var wanted = Enumerable.Range(0, views).Select(view => LabelPaths.ViewIndex(fingerprint, view)).ToHashSet(StringComparer.Ordinal);
        var complete = 0;
        await foreach (var found in store.ListAsync($"labels/{fingerprint}/view-", ct))
        {
            complete += wanted.Contains(found) ? 1 : 0;
        }

        return ((samples + chunk - 1) / chunk, complete);

        int Whole(string part) => int.Parse(parts[part], CultureInfo.InvariantCulture);
    }

    /// <summary>The bytes of one chunk, proved by their SHA-256; <see langword="null"/> while the view is not complete.</summary>
    /// <exception cref="LabelCorruptException">The stored bytes are not what was archived.</exception>
    public async Task<byte[]?> ReadAsync(LabelSet set, int view, int chunk, CancellationToken ct)
    {
        while (await FindAsync(set, view, ct) is { } index)
        {
            try
            {
                return await ReadAsync(set, index, chunk, ct);
            }
            catch (LabelCorruptException)
            {
                // Another process may have taken the view out since its index was read here.
                _settled.TryRemove((set.Fingerprint, view), out _);
                if (await FindAsync(set, view, ct) is { } now && now.Chunks.SequenceEqual(index.Chunks))
                {
                    throw;
                }
            }
        }

        return null;
    }

    private async Task<byte[]> ReadAsync(LabelSet set, ArchivedView index, int chunk, CancellationToken ct)
    {
        var view = index.View;
        var path = LabelPaths.View(set, view);
        var entry = index.Chunks[chunk];
        await using var content = await store.OpenReadAsync(path, ct) ?? throw Corrupt(path, view, chunk, "the file is gone");
        if (entry.Length < 0 || entry.Offset < 0 || entry.Offset + entry.Length > content.Length)
        {
            throw Corrupt(path, view, chunk, "the file is too short");
        }

        var bytes = new byte[entry.Length];
        content.Position = entry.Offset;
        await content.ReadExactlyAsync(bytes, ct);
        return Sha256Of(bytes) == entry.Sha256 ? bytes : throw Corrupt(path, view, chunk, "its SHA-256 does not match");
    }

    /// <summary>Settles a view.</summary>
    /// <param name="set">The label set.</param>
    /// <param name="view">The view.</param>
    /// <param name="chunks">All its encoded chunks in order.</param>
    /// <param name="ct">Stops before the next write; what is there then is adopted by whoever archives the view next.</param>
    /// <param name="workers">Who made each chunk, where that is known.</param>
    /// <returns>The index that counts: of these chunks, or of those that somebody else archived first.</returns>
    public async Task<ArchivedView> StoreAsync(
        LabelSet set, int view, IReadOnlyList<byte[]> chunks, CancellationToken ct, IReadOnlyList<string?>? workers = null)
    {
        await OpenAsync(set, ct);
        var (path, indexPath) = (LabelPaths.View(set, view), LabelPaths.ViewIndex(set, view));
        ReadOnlyMemory<byte> content = chunks.SelectMany(chunk => chunk).ToArray();
        if (await store.CreateAsync(path, content, ct) is null && await store.ReadAsync(path, ct) is { } before && !before.Content.Span.SequenceEqual(content.Span))
        {
            // Somebody archived this view before and died before its index was written, or it was taken out again. Where all teachers
            // compute the same bits, one of the two is wrong: then the copy whose makers are known, so that it can be withdrawn.
            if (set.NumericsClass == "any" || workers is null || await FindAsync(set, view, ct) is not null || await store.ReplaceAsync(path, content, before.ETag, ct) is null)
            {
                (content, workers) = ((await store.ReadAsync(path, ct))?.Content ?? content, null);
            }
        }

        between?.Invoke();
        var index = IndexOf(set, view, content, workers, store.Describe(path));
        await store.CreateAsync(indexPath, LabelJson.Write(index), ct);
        return await FindAsync(set, view, ct) ?? (IsOfAny(await DistrustedAsync(set, ct), index) ? index : null)
            ?? throw new LabelException($"{store.Describe(indexPath)} vanished right after it was written; do not remove label sets that jobs are using.");
    }

    private static ArchivedView IndexOf(LabelSet set, int view, ReadOnlyMemory<byte> content, IReadOnlyList<string?>? workers, string source)
    {
        var chunks = new List<ArchivedChunk>();
        var offset = 0;
        for (var chunk = 0; chunk < set.ChunksPerView; chunk++)
        {
            var length = LabelFrame.LengthOf(content.Span[offset..]);
            var bytes = content.Slice(offset, Math.Min(length, content.Length - offset));
            LabelChunkCodec.Decode(set, bytes, source, (view, chunk));
            chunks.Add(new(chunk, offset, length, Sha256Of(bytes.Span), workers?[chunk]));
            offset += length;
        }

        return new(1, set.Fingerprint, view, chunks);
    }

    private static bool IsOfAny(IReadOnlySet<string> workers, ArchivedView view) =>
        workers.Count > 0 && view.Chunks.Any(chunk => chunk.Worker is { } worker && workers.Contains(worker));

    private static string Sha256Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private LabelCorruptException Corrupt(string path, int view, int chunk, string why) => new(
        $"View {view}, chunk {chunk} of the labels in {store.Describe(path)} is corrupt, because {why}; remove it and {store.Describe(Path.ChangeExtension(path, ".json"))}, and the next run has the view taught again.");
}
