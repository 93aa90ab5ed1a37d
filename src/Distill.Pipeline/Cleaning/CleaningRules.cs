using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Inputs;

namespace Distill.Pipeline.Cleaning;

/// <summary>Decides what can go. Pure: the same contents, options and time give the same plan.</summary>
internal sealed class CleaningRules(StoreContents contents, CleaningOptions options, DateTimeOffset now)
{
    private readonly DateTimeOffset _settled = now - CleaningOptions.LeastAge;
    private readonly DateTimeOffset _old = now - (options.OlderThan > CleaningOptions.LeastAge ? options.OlderThan : CleaningOptions.LeastAge);

    private readonly List<string> _undecided = [.. contents.Jobs.Where(job => job.IsUndecided).Select(job => job.Name)];

    public CleaningPlan Plan()
    {
        var garbage = Checkpoints().Concat(LabelSets()).Concat(Models()).ToList();
        var inputs = Inputs().ToList();
        garbage.AddRange(inputs);
        garbage.AddRange(Parts([.. inputs.SelectMany(input => input.Artifacts)]));
        var kept = contents.Artifacts.Sum(artifact => artifact.Bytes) - garbage.Sum(item => item.Bytes);
        foreach (var labels in kept > options.Keep ? FinishedLabelSets() : [])
        {
            if (kept > options.Keep)
            {
                garbage.Add(labels);
                kept -= labels.Bytes;
            }
        }

        return new CleaningPlan(garbage, kept, _undecided);
    }

    private static Garbage Whole(string folder, IEnumerable<ArtifactListing> files, string reason)
    {
        // Indexes and manifests go first, so that nobody trusts a folder that is half gone.
        var ordered = files.OrderBy(file => !file.Path.EndsWith("/manifest.json", StringComparison.Ordinal))
            .ThenBy(file => !file.Path.EndsWith(".json", StringComparison.Ordinal))
            .ToList();
        return new Garbage(folder, ordered.Sum(file => file.Bytes), reason, [.. ordered.Select(file => file.Path)]);
    }

    private IEnumerable<Garbage> Checkpoints()
    {
        var named = contents.Jobs.SelectMany(job => job.Checkpoints).ToHashSet(StringComparer.Ordinal);
        return from artifact in contents.Artifacts
               where artifact.Path.Split('/') is ["jobs", _, "runs", _, "checkpoints", _]
               where !named.Contains(artifact.Path) && artifact.Written < _settled
               group artifact by artifact.Path[..(artifact.Path.LastIndexOf('/') + 1)] into loose
               select Whole(loose.Key, loose, "no run goes on from these");
    }

    private IEnumerable<Garbage> LabelSets() =>
        _undecided.Count > 0
            ? []
            : from set in Folders("labels", _old)
              where !contents.Jobs.Any(job => job.Labels == set.Id)
              select Whole(set.Folder, set.Files, "no job uses these labels");

    private IEnumerable<Garbage> FinishedLabelSets() =>
        from set in Folders("labels", _settled)
        let jobs = contents.Jobs.Where(job => job.Labels == set.Id).ToList()
        where jobs.Count > 0 && jobs.All(job => job.State == JobState.Finished) && _undecided.Count == 0
        let last = jobs.MaxBy(job => job.Ended)!
        orderby last.Ended, set.Id
        select Whole(set.Folder, set.Files, $"the limit is exceeded and its last job, {last.Name}, is finished");

    private IEnumerable<Garbage> Models()
    {
        if (_undecided.Count > 0)
        {
            yield break;
        }

        foreach (var model in Folders("models", _old).Where(model => model.Id != "recipes" && !contents.Jobs.Any(job => job.Model == model.Id)))
        {
            var recipes = contents.Artifacts.Where(artifact => contents.Recipes.TryGetValue(artifact.Path, out var result) && result == model.Id).ToList();
            yield return Whole(model.Folder, recipes.Concat(model.Files), "no job has this teacher") with
            {
                // The recipe leads to the model, so it goes before.
                Artifacts = [.. recipes.Select(recipe => recipe.Path), .. Whole(model.Folder, model.Files, "").Artifacts],
            };
        }
    }

    private IEnumerable<Garbage> Inputs() =>
        from input in Folders("inputs", _old)
        where input.Id != "parts" && !contents.Jobs.Any(job => job.Inputs.Contains(input.Id))
        select Whole(input.Folder, input.Files, "no job reads this dataset or these weights");

    private IEnumerable<Garbage> Parts(HashSet<string> going)
    {
        var needed = contents.Parts.Where(manifest => !going.Contains(manifest.Key)).SelectMany(manifest => manifest.Value).ToHashSet(StringComparer.Ordinal);
        var loose = contents.Artifacts
            .Where(artifact => artifact.Path.StartsWith(InputStore.PartsRoot, StringComparison.Ordinal) && artifact.Written < _settled)
            .Where(artifact => !needed.Contains(artifact.Path[InputStore.PartsRoot.Length..]))
            .ToList();
        return loose.Count == 0 ? [] : [new Garbage(InputStore.PartsRoot, loose.Sum(part => part.Bytes), "no dataset and no weights have these parts", [.. loose.Select(part => part.Path)])];
    }

    /// <summary>The folders below a top-level one in which nothing was written since a moment.</summary>
    private IEnumerable<(string Id, string Folder, IReadOnlyList<ArtifactListing> Files)> Folders(string root, DateTimeOffset since) =>
        from artifact in contents.Artifacts
        where artifact.Path.StartsWith(root + "/", StringComparison.Ordinal)
        group artifact by artifact.Path.Split('/')[1] into files
        where files.All(file => file.Path.Count(c => c == '/') > 1 && file.Written < since)
        select (files.Key, $"{root}/{files.Key}/", (IReadOnlyList<ArtifactListing>)[.. files]);
}
