using Distill.Pipeline.Inputs;
using Distill.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server.Api;

/// <summary>
/// Takes datasets and weights of whoever submits a job from a machine that has neither store nor broker: in parts, each under its SHA-256, and
/// then the manifest that names them. Nothing that is there already can be changed by it.
/// </summary>
internal static class InputRoutes
{
    private const string Prefix = "/store/inputs/";

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        var inputs = new InputStore(parts.Jobs.Store);
        api.MapPut(Prefix + "{**path}", (string path, HttpRequest request, CancellationToken ct) => TakeAsync(inputs, path, request, ct))
            .Needs(Right.Submit).WithName("putInput").WithSummary("Takes a part of a job's files (`parts/SHA256`), or their manifest (`SHA256/upload.json` before the parts, `SHA256/manifest.json` after them).")
            .WithMetadata(new BodyLimit(InputStore.LargestPiece))
            .Accepts<byte[]>("application/octet-stream").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapDelete(Prefix + "{id}/upload.json", (string id, CancellationToken ct) => EndAsync(inputs, id, ct))
            .Needs(Right.Submit).WithName("endUpload").WithSummary("Says that an upload is over.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> TakeAsync(InputStore inputs, string path, HttpRequest request, CancellationToken ct)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, ct);
        await inputs.TakeAsync(path, content.GetBuffer().AsMemory(0, (int)content.Length), ct);
        return Results.NoContent();
    }

    private static async Task<IResult> EndAsync(InputStore inputs, string id, CancellationToken ct)
    {
        await inputs.EndUploadAsync(id, ct);
        return Results.NoContent();
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
