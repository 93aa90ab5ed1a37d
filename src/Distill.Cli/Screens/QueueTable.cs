using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>The queues that hold something or are listened to, and the workers that are there.</summary>
internal static class QueueTable
{
    public static IRenderable Of(QueuesDocument document, DateTimeOffset now) => new Rows(Queues(document), Text.Empty, Workers(document, now));

    private static IRenderable Queues(QueuesDocument document)
    {
        var queues = document.Queues.Where(queue => queue.Ready + queue.Consumers + queue.Failed > 0).ToList();
        if (queues.Count == 0)
        {
            return new Text("No queue holds anything, and nobody listens.");
        }

        var table = Table("queue", "ready", "consumers", "failed");
        foreach (var queue in queues)
        {
            table.AddRow(Markup.Escape(queue.Name), $"{queue.Ready}", $"{queue.Consumers}", queue.Failed == 0 ? "0" : $"[red]{queue.Failed}[/]");
        }

        return table;
    }

    private static IRenderable Workers(QueuesDocument document, DateTimeOffset now)
    {
        if (document.Workers.Count == 0)
        {
            return new Text("No worker is there: `distill worker teacher` and `distill worker student` start one each.");
        }

        var table = Table("worker", "memory", "for", "seen", "done/min");
        table.AddColumn("does").AddColumn("kind of machine").AddColumn("holds");
        foreach (var worker in document.Workers)
        {
            table.AddRow(
                Markup.Escape(worker.Id), Figures.Bytes(worker.MemoryBytes), Figures.Age((now - worker.Started).TotalSeconds),
                Figures.Age((now - worker.Seen).TotalSeconds), worker.DonePerMinute is { } rate ? Figures.Plain(rate) : "", worker.Role, Markup.Escape(worker.Route),
                Markup.Escape(string.Join("; ", worker.Holds.Select(held => $"{held.Job}: {held.Work}"))));
        }

        return table;
    }

    // The first column is a name, the others are figures.
    private static Table Table(string name, params ReadOnlySpan<string> figures)
    {
        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn(name).NoWrap());
        foreach (var figure in figures)
        {
            table.AddColumn(new TableColumn(figure).RightAligned().NoWrap());
        }

        return table;
    }
}
