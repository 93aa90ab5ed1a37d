using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>A model file for people: what it is, what it costs, where it can be tapped, layer by layer.</summary>
internal static class InspectTable
{
    public static IRenderable Of(InspectDocument document)
    {
        var parts = new List<IRenderable> { new Text(Heading(document)) };
        if (document.Operators is { } operators)
        {
            parts.Add(new Text(Natives(operators)));
        }

        if (document.Script is { } script)
        {
            parts.Add(new Text($"{Figures.Of(script.Tensors, "tensor")}, {Figures.Bytes(script.TensorBytes)}; its code calls {string.Join(", ", script.Operators.Keys)}"));
            parts.Add(new Text("a program for libtorch: as a teacher its logits teach, and what a tuple holds besides (result1, ...)"));
        }

        if (document.Problem is { } problem)
        {
            parts.Add(new Text(problem));
        }

        if (document.Taps is { } taps)
        {
            parts.Add(new Text($"taps: {string.Join(", ", taps)}"));
        }

        return document.Layers.Count == 0 ? new Rows(parts) : new Rows([.. parts, Text.Empty, Layers(document)]);
    }

    private static string Heading(InspectDocument document) => document.Cost is { } cost
        ? $"{document.Network}, images of {document.Input}, {document.Classes} classes: {Figures.Count(cost.Parameters)} parameters, {Figures.Count(cost.Macs)} MACs, activations of {Figures.Bytes(cost.PeakActivationBytes)} at most"
        : $"{document.File}: {document.Format}";

    private static string Natives(IReadOnlyList<Onnx.OnnxOperatorUse> operators)
    {
        var (native, all) = (operators.Where(use => use.IsNative).Sum(use => use.Nodes), operators.Sum(use => use.Nodes));
        var foreign = operators.Where(use => !use.IsNative).Select(use => $"{use.Operator} (first at \"{use.FirstNode}\")").ToList();
        return foreign.Count == 0 ? $"all {all} nodes run natively" : $"{native} of {all} nodes run natively; not {string.Join(", ", foreign)}";
    }

    private static Table Layers(InspectDocument document)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var heading in new[] { "layer", "kind", "shape" })
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (var heading in new[] { "parameters", "MACs" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (var layer in document.Layers)
        {
            table.AddRow(
                Markup.Escape(layer.Name), Markup.Escape(layer.Kind), string.Join('x', layer.Shape),
                layer.Parameters > 0 ? Figures.Count(layer.Parameters) : "", layer.Macs > 0 ? Figures.Count(layer.Macs) : "");
        }

        return table;
    }
}
