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
        api.MapPost("/queues/retry", (CancellationToken ct) => WithDeskAsync(parts, desk => desk.RetryAsync(ct)))
            .Needs(Right.Admin).Answers<MessageCount>("retryMessages", "Puts all failed messages back into their queues.").ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost("/queues/discard", (CancellationToken ct) => WithDeskAsync(parts, desk => desk.DiscardAsync(ct)))
            .Needs(Right.Admin).Answers<MessageCount>("discardMessages", "Removes all failed messages.").ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(ServerParts parts, CancellationToken ct)
    {
        if (parts.Settings.Broker is not { } broker)
        {
            return Answers.Json(new QueueList(1, false, []));
        }

        await using var desk = new QueueDesk(broker, parts.Jobs, parts.Workers);
        return Answers.Json(new QueueList(1, true, await desk.ListAsync(ct)));
    }

    private static async Task<IResult> WithDeskAsync(ServerParts parts, Func<QueueDesk, Task<int>> act)
    {
        if (parts.Settings.Broker is not { } broker)
        {
            return Answers.Problem(StatusCodes.Status409Conflict, "There is no broker here, so there are no queues: all work is in one process.");
        }

        await using var desk = new QueueDesk(broker, parts.Jobs, parts.Workers);
        return Answers.Json(new MessageCount(await act(desk)));
    }
}
