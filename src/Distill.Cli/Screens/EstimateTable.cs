using System.Globalization;
using Distill.Jobs.Estimates;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>What a job costs: its networks, its labels, its memory, and the time of each stage.</summary>
internal static class EstimateTable
{
    public static IRenderable Of(JobEstimate estimate) => new Rows(
        new Markup($"[bold]{Markup.Escape(estimate.Job)}[/]   {Markup.Escape(estimate.Dataset)}, {Figures.Of(estimate.TrainSamples, "image")} to learn from, {Figures.Of(estimate.TestSamples, "image")} to be judged by"),
        Text.Empty,
        Networks(estimate),
        Text.Empty,
        new Text(Labels(estimate)),
        new Text($"memory   about {Figures.Bytes(estimate.MemoryBytes)}"),
        Text.Empty,
        Stages(estimate),
        new Markup($"[grey]{Markup.Escape(estimate.Throughput.Source)}[/]"));

    private static Table Networks(JobEstimate estimate)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("", "network");
        foreach (var heading in new[] { "parameters", "MACs", "weights", "activations" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (var student in estimate.Students)
        {
            Add(student.Name, student.Model);
        }

        if (estimate.Teacher is { } teacher)
        {
            Add("teacher", teacher);
        }

        return table;

        void Add(string role, ModelEstimate model) => table.AddRow(
            role, Markup.Escape(model.Network), Figures.Count(model.Parameters), Figures.Count(model.Macs), Figures.Bytes(model.Bytes), Figures.Bytes(model.PeakActivationBytes));
    }

    private static string Labels(JobEstimate estimate) => estimate switch
    {
        { Labels: { } labels } => string.Create(CultureInfo.InvariantCulture, $"labels   {Figures.Bytes(labels.Bytes)}: {labels.BytesPerSample} bytes per image and view; {labels.Present} of {labels.Views} views already there"),
        { TeacherJob: { } job } => $"labels   not counted: the student of {job} labels, which is looked up when the job runs",
        _ => "labels   none: there is no teacher",
    };

    private static Table Stages(JobEstimate estimate)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("stage", "work");
        foreach (var heading in new[] { "GMACs", "about" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (var stage in estimate.Stages)
        {
            table.AddRow(stage.Name, Markup.Escape(stage.Detail), (stage.Macs / 1e9).ToString("N0", CultureInfo.InvariantCulture), Figures.Duration(stage.Seconds));
        }

        return table.AddRow("[bold]in all[/]", "", (estimate.Stages.Sum(stage => stage.Macs) / 1e9).ToString("N0", CultureInfo.InvariantCulture), $"[bold]{Figures.Duration(estimate.Seconds)}[/]");
    }
}
