using Distill.Jobs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>A job at one moment, drawn: a line per stage, and the figures with their curves.</summary>
internal static class JobPanel
{
    private const int BarWidth = 24;
    private const int CurveWidth = 12;

    /// <param name="heading">What the job is, in a line.</param>
    /// <param name="progress">The moment.</param>
    /// <param name="history">What the figures were before.</param>
    /// <param name="onInterrupt">What Ctrl-C does.</param>
    public static IRenderable Of(string heading, JobProgress progress, MetricHistory history, string onInterrupt)
    {
        var stages = new Grid().AddColumns(5);
        foreach (var stage in progress.Stages)
        {
            stages.AddRow(Cells(stage));
        }

        var lines = new List<IRenderable>
        {
            new Markup($"[bold]{Markup.Escape(progress.Job)}[/]   {Markup.Escape(heading)}"),
            Text.Empty,
            stages,
        };
        if (StageMetrics.Watched(progress) is { } watched)
        {
            var figures = StageMetrics.Of(progress, watched).Select(metric => Metric(metric.Key, metric.Value, history[StageMetrics.FullName(watched, metric.Key)]));
            lines.Add(Text.Empty);
            lines.Add(new Columns(figures) { Expand = false });
        }

        lines.Add(Text.Empty);
        lines.Add(new Markup(Footer(progress, onInterrupt)));
        return new Padder(new Rows(lines), new Padding(2, 0, 0, 0));
    }

    /// <summary>The figure as text: accuracies and agreements as percentages, everything else plain.</summary>
    public static string Value(string metric, double value) =>
        metric.Contains("accuracy", StringComparison.Ordinal) || metric.Contains("agreement", StringComparison.Ordinal)
            ? Figures.Percent(value)
            : Figures.Plain(value);

    private static string[] Cells(StageProgress stage)
    {
        var name = Markup.Escape(stage.Name);
        return stage.State switch
        {
            StageState.Waiting => [$"[grey]{name}[/]", "[grey]waiting[/]", "", "", ""],
            StageState.Skipped => [name, $"[grey]{Markup.Escape(stage.Detail.Length > 0 ? stage.Detail : "not needed")}[/]", "", "", ""],
            StageState.Failed => [name, "[red]failed[/]", Markup.Escape(stage.Detail), "", ""],
            StageState.Done => [name, $"[green]{ProgressBar.Of(1, BarWidth)}[/]", Markup.Escape(Detail(stage)), Rate(stage), ""],
            _ => [name, $"[yellow]{ProgressBar.Of(Fraction(stage), BarWidth)}[/]", Markup.Escape(Detail(stage)), Rate(stage), Eta(stage.EtaSeconds)],
        };
    }

    private static double Fraction(StageProgress stage) => stage.Total > 0 ? (double)stage.Done / stage.Total : 0;

    private static string Detail(StageProgress stage) =>
        stage.Detail.Length > 0 ? stage.Detail : $"{stage.Done}/{stage.Total} {stage.Unit}";

    private static string Rate(StageProgress stage) =>
        stage.Rate is { } rate ? $"[grey]{Figures.Rate(rate)} {Markup.Escape(stage.Unit)}/s[/]" : "";

    private static string Eta(double? seconds) => seconds is { } known ? $"ETA {Figures.Duration(known)}" : "";

    private static Markup Metric(string name, double value, IReadOnlyList<double> curve) =>
        new($"{Markup.Escape(name)} [blue]{Sparkline.Of(curve, CurveWidth)}[/] {Value(name, value)}");

    private static string Footer(JobProgress progress, string onInterrupt)
    {
        var eta = progress.EtaSeconds is { } seconds ? $", about {Figures.Duration(seconds)} to go" : "";
        return $"[grey]{Figures.Duration(progress.ElapsedSeconds)}{eta}. {Markup.Escape(onInterrupt)}[/]";
    }
}
