using System.Globalization;
using System.Text;
using Distill.Jobs;

namespace Distill.Cli.Screens;

/// <summary>Writes lines, for logs and build servers: one per stage and 5 percent or 10 seconds, whichever comes first.</summary>
internal sealed class PlainJobScreen(TextWriter writer, string heading, TimeProvider time) : IJobScreen
{
    private const int PercentPerLine = 5;
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (StageState State, int Percent, long Written)> _written = [];

    public async Task<JobProgress?> FollowAsync(IAsyncEnumerable<JobProgress> progress)
    {
        JobProgress? last = null;
        await foreach (var moment in progress)
        {
            if (last is null)
            {
                await WriteAsync($"{moment.Job} {heading}");
            }

            last = moment;
            foreach (var stage in moment.Stages.Where(IsDue))
            {
                _written[stage.Name] = (stage.State, Percent(stage), time.GetTimestamp());
                await WriteAsync(Line(moment, stage));
            }
        }

        return last;
    }

    private bool IsDue(StageProgress stage)
    {
        if (!_written.TryGetValue(stage.Name, out var before))
        {
            return stage.State != StageState.Waiting;
        }

        return stage.State != before.State
            || (stage.State == StageState.Running
                && (Percent(stage) / PercentPerLine > before.Percent / PercentPerLine || time.GetElapsedTime(before.Written) >= s_longestSilence));
    }

    private static int Percent(StageProgress stage) => stage.Total > 0 ? (int)(100 * stage.Done / stage.Total) : 0;

    private static string Line(JobProgress progress, StageProgress stage)
    {
        var line = new StringBuilder($"{progress.Job} {stage.Name}");
        if (stage.State != StageState.Running)
        {
            line.Append(' ').Append(stage.State.ToString().ToLowerInvariant());
        }

        line.Append(stage.Detail.Length > 0 ? " " + stage.Detail : "");
        if (stage.State != StageState.Running)
        {
            return line.ToString();
        }

        if (stage.Total > 1)
        {
            line.Append(CultureInfo.InvariantCulture, $" {Percent(stage)}%");
        }

        if (stage.EtaSeconds is { } eta)
        {
            line.Append(CultureInfo.InvariantCulture, $" eta={eta:0}s");
        }

        foreach (var (name, value) in StageMetrics.Of(progress, stage.Name))
        {
            line.Append(CultureInfo.InvariantCulture, $" {name}={value:0.####}");
        }

        return line.ToString();
    }

    private Task WriteAsync(string line) => writer.WriteLineAsync($"{time.GetLocalNow():HH:mm:ss} {line}");
}
