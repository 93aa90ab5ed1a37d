using Distill.Pipeline.Cleaning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>What <c>gc</c> removed, or would, one line each.</summary>
internal static class CleaningTable
{
    public static IRenderable Of(CleaningPlan plan)
    {
        if (plan.Garbage.Count == 0)
        {
            return Text.Empty;
        }

        var table = new Table().Border(TableBorder.None)
            .AddColumn(new TableColumn("path").NoWrap())
            .AddColumn(new TableColumn("size").NoWrap().RightAligned())
            .AddColumn(new TableColumn("reason").NoWrap());
        foreach (var item in plan.Garbage)
        {
            table.AddRow($"[bold]{Markup.Escape(item.Path)}[/]", Figures.Bytes(item.Bytes), Markup.Escape(item.Reason));
        }

        return table;
    }
}
