using Distill.Cli.Machines;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>What <c>doctor</c> found, one line each, with the remedy below what needs one.</summary>
internal static class FindingTable
{
    public static IRenderable Of(IReadOnlyList<Finding> findings)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var finding in findings)
        {
            grid.AddRow(Mark(finding.State), Markup.Escape(finding.Name), Markup.Escape(finding.Detail));
            if (finding.Remedy is { } remedy)
            {
                grid.AddRow("", "", $"[yellow]{Markup.Escape(remedy)}[/]");
            }
        }

        return grid;
    }

    private static string Mark(FindingState state) => state switch
    {
        FindingState.Ok => "[green]✓[/]",
        FindingState.Warning => "[yellow]![/]",
        _ => "[red]✗[/]",
    };
}
