using Distill.Artifacts;
using Distill.Pipeline.Jobs;
using Distill.Server.Access;
using Distill.Server.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Distill.Server.Api;

/// <summary>The files of a job: what there is, and one of them with its checksum.</summary>
internal static class ArtifactRoutes
{
    // The job's own bookkeeping, which nobody takes away.
    private static readonly string[] s_inner = ["events/", "runs/", "segments/", "alerts/"];

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        api.MapGet("/jobs/{name}/artifacts", (string name, CancellationToken ct) => ListAsync(parts, name, ct))
            .Needs(Right.Read).Answers<ArtifactList>("listArtifacts", "The files of a job with their sizes and SHA-256 sums.");
        api.MapGet("/jobs/{name}/artifacts/{**path}", (string name, string path, HttpResponse response, CancellationToken ct) => DownloadAsync(parts, name, path, response, ct))
            .Needs(Right.Read).WithName("downloadArtifact").WithSummary("A file of a job; Repr-Digest says its SHA-256 where the manifest beside it does. Ranges are answered.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(ServerParts parts, string name, CancellationToken ct)
    {
        if (await parts.Catalog.FindAsync(name, ct) is null)
        {
            return await JobRoutes.AbsentAsync(parts, name, ct);
        }

        var folder = JobStore.PathOf(name, "");
        var found = new List<ArtifactListing>();
        await foreach (var listing in parts.Jobs.Store.ListDetailsAsync(folder, ct))
        {
            if (!s_inner.Any(inner => listing.Path.AsSpan(folder.Length).StartsWith(inner, StringComparison.Ordinal)))
            {
                found.Add(listing);
            }
        }

        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var manifest in found.Where(file => file.Path.EndsWith("/" + Manifest.FileName, StringComparison.Ordinal)))
        {
            foreach (var (path, sha256) in await SumsAsync(parts.Jobs.Store, manifest.Path[..^(Manifest.FileName.Length + 1)], ct))
            {
                sums[path] = sha256;
            }
        }

        return Answers.Json(new ArtifactList(1, name, [.. found.Select(file => new ArtifactEntry(
            file.Path[folder.Length..], file.Bytes, file.Written, sums.GetValueOrDefault(file.Path), $"/api/v1/jobs/{name}/artifacts/{file.Path[folder.Length..]}"))]));
    }

    private static async Task<IResult> DownloadAsync(ServerParts parts, string name, string path, HttpResponse response, CancellationToken ct)
    {
        if (await parts.Catalog.FindAsync(name, ct) is null)
        {
            return await JobRoutes.AbsentAsync(parts, name, ct);
        }

        var full = JobStore.PathOf(name, path);
        if (!ArtifactPath.IsAllowed(full) || await parts.Jobs.Store.OpenReadAsync(full, ct) is not { } content)
        {
            return Answers.Absent($"The job {name} has no file \"{path}\"; /api/v1/jobs/{name}/artifacts lists those that it has.");
        }

        EntityTagHeaderValue? etag = null;
        if (full.LastIndexOf('/') is var end && (await SumsAsync(parts.Jobs.Store, full[..end], ct)).TryGetValue(full, out var sha256))
        {
            etag = new EntityTagHeaderValue($"\"{sha256}\"");
            response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(sha256))}:";
        }

        // A file is taken away and never shown as a page of this server.
        return Results.Stream(content, "application/octet-stream", full[(end + 1)..], entityTag: etag, enableRangeProcessing: true);
    }

    private static async Task<IReadOnlyDictionary<string, string>> SumsAsync(IArtifactStore store, string folder, CancellationToken ct) =>
        await new ArtifactFolder(store, folder).ReadManifestAsync(ct) is { } manifest
            ? manifest.Files.ToDictionary(file => $"{folder}/{file.Path}", file => file.Sha256, StringComparer.Ordinal)
            : new Dictionary<string, string>();
}
