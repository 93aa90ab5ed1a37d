using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Cli.Commands;

/// <summary><c>distill queues</c>: what waits, who listens, what failed; and what to do with that.</summary>
internal static class Queues
{
    public static Command Create(Terminal terminal)
    {
        var queues = Verb.Create(terminal, "queues", "Show the broker's queues, the workers that are there, and messages that failed", [], call => WithAsync(call, async (desk, workers) =>
        {
            var document = new QueuesDocument(await desk.ListAsync(call.Terminal.Interrupted), await workers.ListAsync(call.Terminal.Interrupted));
            call.Write(document, found => QueueTable.Of(found, call.Terminal.Time.GetUtcNow()));
            if (document.Queues.Any(queue => queue.Failed > 0))
            {
                call.Say("`distill queues retry` puts failed messages back, `distill queues discard` removes them; `distill retry JOB` has a failed job go on.");
            }
        }));
        queues.Subcommands.Add(Verb.Create(terminal, "retry", "Put all failed messages back into their queues", [], call => WithAsync(call, async (desk, _) =>
            Count(call, "put back", await desk.RetryAsync(call.Terminal.Interrupted)))));
        queues.Subcommands.Add(Verb.Create(terminal, "discard", "Remove all failed messages", [], call => WithAsync(call, async (desk, _) =>
            Count(call, "removed", await desk.DiscardAsync(call.Terminal.Interrupted)))));
        return queues;
    }

    private static async Task<int> WithAsync(Invocation call, Func<QueueDesk, WorkerRegistry, Task> act)
    {
        var broker = call.RequireBroker();
        await broker.GreetAsync(call.Terminal.Interrupted);
        var jobs = call.OpenJobs().Records;
        var workers = new WorkerRegistry(jobs, call.Terminal.Time);
        await using var desk = new QueueDesk(broker, jobs, workers);
        await act(desk, workers);
        return ExitCode.Ok;
    }

    private static void Count(Invocation call, string done, int messages)
    {
        if (call.IsJson)
        {
            call.WriteJson(new { Messages = messages });
        }
        else
        {
            call.WriteText($"{Figures.Of(messages, "message")} {done}.");
        }
    }
}
