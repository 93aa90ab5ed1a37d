using Distill.Pipeline.Messaging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>The messages that the bus has given up on, one each.</summary>
internal static class FailureTable
{
    public static IRenderable Of(IReadOnlyList<FailedMessage> messages, DateTimeOffset now)
    {
        if (messages.Count == 0)
        {
            return new Text("No message has failed.");
        }

        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("message").NoWrap()).AddColumns("job", "age", "why");
        foreach (var message in messages)
        {
            table.AddRow(Markup.Escape(message.Id), Markup.Escape(message.Job ?? ""), message.Time is { } time ? Figures.Age((now - time).TotalSeconds) : "", Markup.Escape(message.Why));
        }

        return table;
    }
}
