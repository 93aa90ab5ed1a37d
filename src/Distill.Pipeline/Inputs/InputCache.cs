using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Storage;

namespace Distill.Pipeline.Inputs;

/// <summary>
/// Inputs on this machine, shared by all processes that use one cache folder: <c>inputs/ID/NAME/…</c>, complete and verified.
/// </summary>
/// <remarks>
/// <c>ID.lock</c> is held alone while an input is fetched into <c>ID.partial</c> or removed, and together by all who use it; the
/// kernel frees it when a process dies. Its time is that of the last use.
/// </remarks>
/// <param name="inputs">Where inputs come from.</param>
/// <param name="cache">The cache folder; can be deleted whenever no process runs.</param>
/// <param name="limit">Bytes above which inputs that nobody uses are removed, those unused for longest first. What is in use stays whatever its size.</param>
/// <param name="time">The clock.</param>
public sealed class InputCache(InputStore inputs, string cache, long limit, TimeProvider time)
{
    /// <summary>The limit where none is set: 20 GB (of 1,024 MB).</summary>
    public const long DefaultLimit = 20L << 30;

    private const int Parallel = 4;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly CacheFolder _folder = new(Path.Combine(Path.GetFullPath(cache), "inputs"), limit, time);

    /// <summary>Fetches what a job needs and this machine lacks.</summary>
    /// <param name="job">The job as it was submitted.</param>
    /// <param name="stored">Its inputs in the store.</param>
    /// <param name="ct">Ends the call; what was fetched stays.</param>
    /// <exception cref="StoreException">The store or the disk refuses, or what is stored cannot be trusted.</exception>
    public async Task<PlacedJob> PlaceAsync(JobSpec job, JobInputs stored, CancellationToken ct)
    {
        var claims = new List<IDisposable>();
        try
        {
            var placed = job with { BaseFolder = _folder.Path };
            if (stored.Dataset is { } dataset)
            {
                placed = placed with { Dataset = job.Dataset with { Path = (await PlaceAsync(dataset, claims, ct)).Folder } };
            }

            if (stored.Teacher is { } teacher && job.Teacher is not null)
            {
                placed = placed with { Teacher = job.Teacher with { Weights = await PlaceFileAsync(teacher, claims, ct) } };
            }

            var students = new List<StudentSpec>();
            foreach (var student in job.Students)
            {
                students.Add(stored.Students?.GetValueOrDefault(student.Name) is { } weights ? student with { Weights = await PlaceFileAsync(weights, claims, ct) } : student);
            }

            placed = placed with { Students = students };

            return new PlacedJob(placed, claims);
        }
        catch
        {
            claims.ForEach(claim => claim.Dispose());
            throw;
        }
    }

    private async Task<string> PlaceFileAsync(string id, List<IDisposable> claims, CancellationToken ct)
    {
        var (folder, manifest) = await PlaceAsync(id, claims, ct);
        return Path.Combine(folder, manifest.Files[0].Path);
    }

    private async Task<(string Folder, InputManifest Manifest)> PlaceAsync(string id, List<IDisposable> claims, CancellationToken ct)
    {
        var manifest = await inputs.ManifestAsync(id, ct);
        while (true)
        {
            if (_folder.TryUse(id) is { } claim)
            {
                claims.Add(claim);
                return (Path.Combine(_folder.PathOf(id), manifest.Name), manifest);
            }

            if (_folder.TryOwn(id) is { } own)
            {
                using (own)
                {
                    await FetchAsync(id, manifest, ct);
                }
            }
            else
            {
                // Another process fetches or removes it just now.
                await Task.Delay(s_pause, time, ct);
            }
        }
    }

    private async Task FetchAsync(string id, InputManifest manifest, CancellationToken ct)
    {
        if (_folder.Has(id))
        {
            return;
        }

        var partial = _folder.PartialPathOf(id);
        // A process that was killed may have left any of its parts there.
        var resumed = Directory.Exists(partial);
        try
        {
            await Task.Run(() => _folder.MakeRoom(manifest.TotalBytes(), id), ct);
            var files = new InputFiles(Path.Combine(partial, manifest.Name), manifest);
            Directory.CreateDirectory(Path.Combine(partial, manifest.Name));
            files.Prepare();
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = ct };
            await System.Threading.Tasks.Parallel.ForEachAsync(Enumerable.Range(0, manifest.Parts.Count), options, async (part, stop) =>
            {
                if (!resumed || !files.Has(part))
                {
                    files.Write(part, (await inputs.PartAsync(manifest.Parts[part], stop)).Span);
                }
            });
            if (files.FirstDamaged() is { } damaged)
            {
                Directory.Delete(partial, recursive: true);
                throw new StoreException($"The file {damaged.Path} of the input {id} is not what its manifest says, though all its parts are; delete inputs/{id} from the store and submit the job again.");
            }

            Directory.Move(partial, _folder.PathOf(id));
        }
        catch (Exception refusal) when (FolderStore.IsRefusal(refusal))
        {
            throw StoreException.Because("write", partial, refusal);
        }
    }
}
