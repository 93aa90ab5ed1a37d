using Distill.Artifacts;
using Distill.Pipeline.Inputs;
using Distill.Server.Access;
using Distill.Server.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Distill.Server.Api;

/// <summary>
/// The store as it is, for the program's own commands with <c>--server</c>: they read through this what they would read from the store,
/// so a laptop needs neither its address nor its password. Nothing is written here; neither tokens nor the files of datasets are given out.
/// </summary>
internal static class StoreRoutes
{
    private static readonly string[] s_open = ["jobs", "labels", "models", "states", "workers"];

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        api.MapGet("/store", (string prefix, CancellationToken ct) => ListAsync(parts.Settings.Store, prefix, ct))
            .Needs(Right.Read).Answers<StoreListing>("listStore", "What lies in the store below `prefix`.");
        api.MapGet("/contents", (string prefix, CancellationToken ct) => ReadAllAsync(parts.Settings.Store, prefix, ct))
            .Needs(Right.Read).Answers<StoreContents>("readContents", "The files of the store below `prefix` with their contents: for many small ones.");
        api.MapGet("/store/{**path}", (string path, CancellationToken ct) => ReadAsync(parts.Settings.Store, path, ct))
            .Needs(Right.Read).WithName("readStore").WithSummary("A file of the store, with its ETag there.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(IArtifactStore store, string prefix, CancellationToken ct) =>
        IsOpen(prefix.TrimEnd('/')) || prefix == InputStore.PartsRoot ? Answers.Json(new StoreListing(1, await store.ListDetailsAsync(prefix, ct).ToListAsync(ct))) : Refuse(prefix);

    private static async Task<IResult> ReadAllAsync(IArtifactStore store, string prefix, CancellationToken ct) => IsOpen(prefix.TrimEnd('/'))
        ? Answers.Json(new StoreContents(1, await store.ReadAllAsync(prefix, ct).Select(file => new StoreContents.File(file.Path, file.Content)).ToListAsync(ct)))
        : Refuse(prefix);

    private static async Task<IResult> ReadAsync(IArtifactStore store, string path, CancellationToken ct)
    {
        if (!IsOpen(path))
        {
            return Refuse(path);
        }

        return await store.ReadAsync(path, ct) is { } stored
            ? Results.Bytes(stored.Content, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{Uri.EscapeDataString(stored.ETag)}\""))
            : Answers.Absent($"There is nothing at {path} in this store.");
    }

    private static bool IsOpen(string path) => ArtifactPath.IsAllowed(path) && s_open.Contains(path.Split('/')[0]);

    private static IResult Refuse(string path) =>
        Answers.Absent($"Nothing at \"{path}\" is given out; what is lies below {string.Join(", ", s_open)}.");
}
