using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Pipeline.Jobs;
using Distill.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Commands;

/// <summary><c>distill metrics</c>: the learning curves of a job, finished or not.</summary>
internal static class Metrics
{
    private const int CurveWidth = 24;

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "metrics", "Show the learning curves of a job; as JSON, a line for every epoch", [JobName.OrLatest], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        var jobs = call.OpenJobs();
        var job = (await jobs.GetAsync(call.Parse.GetValue(JobName.OrLatest), stop)).Record.Name;
        var spec = await jobs.Records.SpecAsync(job, stop);
        var curves = new List<(Distill.Pipeline.Jobs.Run Run, IReadOnlyList<CurvePoint> Curve)>();
        foreach (var run in Distill.Pipeline.Jobs.Run.Of(spec))
        {
            if (await jobs.Records.HeadAsync(job, run.Name, stop) is { Value.Curve: { Count: > 0 } curve })
            {
                curves.Add((run, curve));
            }
        }

        if (call.IsJson)
        {
            foreach (var (run, curve) in curves)
            {
                foreach (var point in curve)
                {
                    call.WriteJsonLine(MetricsLine.Of(run.Role, run.Seed, point, spec.HasOneStudent ? null : run.Student));
                }
            }
        }
        else if (curves.Count == 0)
        {
            call.Say($"No network of {job} has ended an epoch yet.");
        }
        else
        {
            call.Out.Write(new Trimmed(Table(curves)));
        }

        return ExitCode.Ok;
    }

    private static IRenderable Table(List<(Distill.Pipeline.Jobs.Run Run, IReadOnlyList<CurvePoint> Curve)> curves)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var heading in new[] { "run", "epoch", "loss", "", "accuracy", "", "agreement" })
        {
            var column = new TableColumn(heading).NoWrap();
            table.AddColumn(heading is "run" or "" ? column : column.RightAligned());
        }

        foreach (var (run, curve) in curves)
        {
            var last = curve[^1];
            table.AddRow(
                Markup.Escape(run.Name), last.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Figures.Plain(last.Loss), $"[blue]{Sparkline.Of([.. curve.Select(point => point.Loss)], CurveWidth)}[/]",
                Last(curve, point => point.Accuracy), $"[blue]{Sparkline.Of([.. curve.Select(point => point.Accuracy).OfType<double>()], CurveWidth)}[/]",
                Last(curve, point => point.TeacherAgreement));
        }

        return table;
    }

    private static string Last(IReadOnlyList<CurvePoint> curve, Func<CurvePoint, double?> figure) =>
        curve.Select(figure).LastOrDefault(value => value is not null) is { } known ? Figures.Percent(known) : "";
}
