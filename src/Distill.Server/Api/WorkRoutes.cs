using Distill.Pipeline.Messaging;
using Distill.Server.Access;
using Distill.Server.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server.Api;

/// <summary>Who works, what waits, and what failed.</summary>
internal static class WorkRoutes
{
    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        api.MapGet("/workers", async (CancellationToken ct) => Answers.Json(new WorkerList(1, await parts.Workers.ListAsync(ct), parts.Settings.Time.GetUtcNow())))
            .Needs(Right.Read).Answers<WorkerList>("listWorkers", "The workers that are there.");
        api.MapGet("/queues", (CancellationToken ct) => ListAsync(parts, ct))
            .Needs(Right.Read).Answers<QueueList>("listQueues", "The broker's queues: what waits, who listens, what failed.");
        api.MapGet("/queues/failed", (CancellationToken ct) => ActAsync(parts, async desk => Answers.Json(new FailureList(1, await desk.LookAsync(ct))), ct))
            .Needs(Right.Read).Answers<FailureList>("listFailures", "The messages that failed, each with its job and what it failed with.").ProducesProblem(StatusCodes.Status409Conflict);
        Change(api, "retry", "retryMessages", "Puts failed messages back into their queues: all, or the one that `message` names.", (desk, message, ct) => desk.RetryAsync(message, ct), parts);
        Change(api, "discard", "discardMessages", "Removes failed messages: all, or the one that `message` names.", (desk, message, ct) => desk.DiscardAsync(message, ct), parts);
    }

    private static void Change(
        IEndpointRouteBuilder api, string verb, string name, string summary, Func<QueueDesk, string?, CancellationToken, Task<int>> change, ServerParts parts) => api
        .MapPost($"/queues/{verb}", (string? message, CancellationToken ct) => ActAsync(parts, async desk => await change(desk, message, ct) is var count && count == 0 && message is not null
            ? Answers.Absent($"There is no failed message {message} any more; /api/v1/queues/failed lists those that there are.")
            : Answers.Json(new MessageCount(count)), ct))
        .Needs(Right.Admin).Answers<MessageCount>(name, summary).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> ListAsync(ServerParts parts, CancellationToken ct) => Answers.Json(parts.Queues is { } queues
        ? new QueueList(1, true, await queues.ListAsync(ct))
        : new QueueList(1, false, []));

    private static async Task<IResult> ActAsync(ServerParts parts, Func<QueueDesk, Task<IResult>> act, CancellationToken ct) => parts.Queues is { } queues
        ? await queues.ActAsync(act, ct)
        : Answers.Problem(StatusCodes.Status409Conflict, "There is no broker here, so there are no queues: all work is in one process.");
}
