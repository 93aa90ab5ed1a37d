using System.CommandLine;
using System.Text.Json;
using Distill.Cli.Remote;
using Distill.Cli.Screens;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Cli.Commands;

/// <summary><c>distill queues</c>: what waits, who listens, what failed; and what to do with that.</summary>
internal static class Queues
{
    private static readonly Argument<string?> s_message = new("message")
    {
        Description = "A message by its id, as `distill queues failed` shows it; all that failed when left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(Terminal terminal)
    {
        var queues = Verb.Create(terminal, "queues", "Show the broker's queues, the workers that are there, and messages that failed", [], ShowAsync);
        queues.Subcommands.Add(Verb.Create(terminal, "failed", "List the messages that failed, each with what it failed with", [], FailedAsync));
        queues.Subcommands.Add(Verb.Create(terminal, "retry", "Put failed messages back into their queues", [s_message], call =>
            ChangeAsync(call, "retry", "put back", (desk, message, ct) => desk.RetryAsync(message, ct))));
        queues.Subcommands.Add(Verb.Create(terminal, "discard", "Remove failed messages", [s_message], call =>
            ChangeAsync(call, "discard", "removed", (desk, message, ct) => desk.DiscardAsync(message, ct))));
        return queues;
    }

    private static async Task<int> ShowAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        var document = call.Remote is { } server
            ? new QueuesDocument(await server.ListAsync<QueueDepth>("queues", "queues", stop), await server.ListAsync<WorkerRecord>("workers", "workers", stop))
            : new QueuesDocument(await AtDeskAsync(call, desk => desk.ListAsync(stop)), await Workers(call).ListAsync(stop));
        call.Write(document, found => QueueTable.Of(found, call.Terminal.Time.GetUtcNow()));
        if (document.Queues.Any(queue => queue.Failed > 0))
        {
            call.Say("`distill queues failed` tells why; `distill queues retry` puts failed messages back, `distill queues discard` removes them; `distill retry JOB` has a failed job go on.");
        }

        return ExitCode.Ok;
    }

    private static async Task<int> FailedAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        var failed = call.Remote is { } server
            ? await server.ListAsync<FailedMessage>("queues/failed", "messages", stop)
            : await AtDeskAsync(call, desk => desk.LookAsync(stop));
        call.Write(failed, found => FailureTable.Of(found, call.Terminal.Time.GetUtcNow()));
        return ExitCode.Ok;
    }

    private static async Task<int> ChangeAsync(Invocation call, string verb, string done, Func<QueueDesk, string?, CancellationToken, Task<int>> change)
    {
        var stop = call.Terminal.Interrupted;
        var message = call.Parse.GetValue(s_message);
        var count = call.Remote is { } server
            ? await AtServerAsync(server, message is null ? $"queues/{verb}" : $"queues/{verb}?message={Uri.EscapeDataString(message)}", stop)
            : await AtDeskAsync(call, desk => change(desk, message, stop));
        if (count == 0 && message is not null)
        {
            throw new CommandException(ExitCode.NotFound, $"There is no failed message {message}; `distill queues failed` lists those that there are.");
        }

        if (call.IsJson)
        {
            call.WriteJson(new { Messages = count });
        }
        else
        {
            call.WriteText($"{Figures.Of(count, "message")} {done}.");
        }

        return ExitCode.Ok;
    }

    private static WorkerRegistry Workers(Invocation call) => new(call.OpenJobs().Records, call.Terminal.Time);

    private static async Task<T> AtDeskAsync<T>(Invocation call, Func<QueueDesk, Task<T>> act)
    {
        var broker = call.RequireBroker();
        await broker.GreetAsync(call.Terminal.Interrupted);
        await using var desk = new QueueDesk(broker, call.OpenJobs().Records, Workers(call));
        return await act(desk);
    }

    private static async Task<int> AtServerAsync(ServerClient server, string path, CancellationToken ct)
    {
        using var answer = await server.SendAsync(HttpMethod.Post, path, body: null, ct);
        return answer is null ? 0 : JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(ct)).GetProperty("messages").GetInt32();
    }
}
