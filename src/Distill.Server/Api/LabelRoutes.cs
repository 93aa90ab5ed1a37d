using System.Globalization;
using Distill.Artifacts;
using Distill.Pipeline.Jobs;
using Distill.Server.Access;
using Distill.Server.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server.Api;

/// <summary>What teachers have written down, what it takes, and who uses it.</summary>
internal static class LabelRoutes
{
    private const string Root = "labels/";
    private const string ViewSuffix = ".labels";

    public static void Map(IEndpointRouteBuilder api, ServerParts parts) =>
        api.MapGet("/labels", async (CancellationToken ct) => Answers.Json(new LabelList(1, await ListAsync(parts, ct))))
            .Needs(Right.Read).Answers<LabelList>("listLabels", "The label sets of the store.");

    private static async Task<IReadOnlyList<LabelSetSummary>> ListAsync(ServerParts parts, CancellationToken ct)
    {
        var files = new List<ArtifactListing>();
        await foreach (var listing in parts.Jobs.Store.ListDetailsAsync(Root, ct))
        {
            files.Add(listing);
        }

        var users = await parts.Catalog.LabelUsersAsync(ct);
        var sets = new List<LabelSetSummary>();
        foreach (var set in files.GroupBy(file => file.Path.Split('/')[1]))
        {
            if (await parts.Jobs.ReadAsync<Manifest>($"{Root}{set.Key}/manifest.json", ct) is { } manifest)
            {
                var gate = await parts.Jobs.ReadAsync<GateRecord>($"{Root}{set.Key}/gate.json", ct);
                // The index makes a view complete.
                var complete = set.Where(file => file.Path.EndsWith(ViewSuffix, StringComparison.Ordinal) && set.Any(index => index.Path == Path.ChangeExtension(file.Path, ".json"))).ToList();
                var bytes = complete.Sum(view => view.Bytes);
                sets.Add(new LabelSetSummary(
                    set.Key, manifest.Value.Parts, complete.Count, bytes, PerSample(manifest.Value.Parts, bytes, complete.Count), gate?.Value.Fidelity, gate?.Value.Evaluation.Top1,
                    [.. users[set.Key]]));
            }
        }

        return [.. sets.OrderByDescending(set => set.Bytes).ThenBy(set => set.Fingerprint, StringComparer.Ordinal)];
    }

    private static double? PerSample(IReadOnlyDictionary<string, string> parts, long bytes, int views) =>
        views > 0 && parts.TryGetValue("samples", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var samples) && samples > 0
            ? Math.Round((double)bytes / views / samples, 2)
            : null;

    private sealed record Manifest(IReadOnlyDictionary<string, string> Parts);
}
