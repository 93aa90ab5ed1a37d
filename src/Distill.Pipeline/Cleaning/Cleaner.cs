using System.Collections.Concurrent;
using Distill.Artifacts;
using Distill.Pipeline.Inputs;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Cleaning;

/// <summary>Removes from a store what nothing refers to. Safe beside working processes: what is young stays.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock that ages are counted by.</param>
public sealed class Cleaner(IArtifactStore store, TimeProvider time)
{
    private readonly JobStore _jobs = new(store);

    /// <summary>Finds what can go; changes nothing.</summary>
    /// <exception cref="StoreException">The store cannot be read, or a record in it is damaged, so that nobody can say what is needed.</exception>
    public async Task<CleaningPlan> PlanAsync(CleaningOptions options, CancellationToken ct) =>
        new CleaningRules(await ContentsAsync(ct), options, time.GetUtcNow()).Plan();

    /// <summary>Removes what can go.</summary>
    /// <returns>What was removed.</returns>
    /// <exception cref="StoreException">The store refuses.</exception>
    public async Task<CleaningPlan> CleanAsync(CleaningOptions options, CancellationToken ct)
    {
        var plan = await PlanAsync(options, ct);
        foreach (var turn in plan.Garbage.GroupBy(TurnOf).OrderBy(turn => turn.Key))
        {
            // A job or an upload that came meanwhile may count on what was loose before; what it can have made again goes without another look.
            var still = turn.Key == 0 ? null : (await PlanAsync(options, ct)).Garbage.SelectMany(garbage => garbage.Artifacts).ToHashSet(StringComparer.Ordinal);
            await DeleteAsync([.. turn.Select(garbage => garbage with { Artifacts = [.. garbage.Artifacts.Where(path => still?.Contains(path) ?? true)] })], ct);
        }

        return plan;
    }

    // Labels and checkpoints are the most, and take the longest; the parts of inputs go after the manifests that name them.
    private static int TurnOf(Garbage garbage) =>
        garbage.Path == InputStore.PartsRoot ? 2
        : garbage.Path.StartsWith(InputStore.Root, StringComparison.Ordinal) || garbage.Path.StartsWith(ModelStore.Root, StringComparison.Ordinal) ? 1
        : 0;

    private async Task DeleteAsync(IReadOnlyList<Garbage> garbage, CancellationToken ct)
    {
        foreach (var item in garbage)
        {
            foreach (var path in item.Artifacts)
            {
                await store.DeleteAsync(path, ct);
            }
        }
    }

    private async Task<StoreContents> ContentsAsync(CancellationToken ct)
    {
        var artifacts = new List<ArtifactListing>();
        await foreach (var artifact in store.ListDetailsAsync("", ct))
        {
            artifacts.Add(artifact);
        }

        var parts = new ConcurrentDictionary<string, IReadOnlyList<string>>();
        var recipes = new ConcurrentDictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = IArtifactStore.ReadAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(artifacts, options, async (artifact, stop) =>
        {
            switch (artifact.Path.Split('/'))
            {
                case ["inputs", var id, InputStore.ManifestName or InputStore.UploadName] when await store.ReadAsync(artifact.Path, stop) is { } stored:
                    parts[artifact.Path] = InputManifest.Read(stored.Content.Span, id, store.Describe(artifact.Path)).Parts;
                    break;
                case ["models", "recipes", _] when await _jobs.ReadAsync<Recipe>(artifact.Path, stop) is { } recipe:
                    recipes[artifact.Path] = recipe.Value.Model;
                    break;
            }
        });

        // Jobs last: what a job has taken up meanwhile counts as needed.
        var jobs = new List<JobUse>();
        await foreach (var record in _jobs.ListAsync(ct))
        {
            jobs.Add(await UseOfAsync(record, ct));
        }

        return new StoreContents(artifacts, jobs, parts, recipes);
    }

    private async Task<JobUse> UseOfAsync(JobRecord record, CancellationToken ct)
    {
        var teacher = (await _jobs.ReadAsync<TeacherRecord>(JobStore.PathOf(record.Name, "teacher.json"), ct))?.Value;
        var inputs = (await _jobs.ReadAsync<JobInputs>(InputStore.RecordPath(record.Name), ct))?.Value;
        var checkpoints = new List<string>();
        await foreach (var path in store.ListAsync(JobStore.PathOf(record.Name, "runs/"), ct))
        {
            if (path.Split('/') is [_, _, _, var run, "head.json"] && await _jobs.HeadAsync(record.Name, run, ct) is { } head)
            {
                checkpoints.AddRange(new[] { head.Value.Checkpoint, head.Value.Previous?.Checkpoint ?? "" }
                    .Where(sha256 => sha256.Length > 0)
                    .Select(sha256 => JobStore.CheckpointPath(record.Name, run, sha256)));
            }
        }

        return new JobUse(
            record.Name, record.State, record.Ended, teacher?.Fingerprint, teacher?.Model,
            [.. inputs?.All ?? []], checkpoints);
    }

    private sealed record Recipe(string Model);
}
