using Distill.Jobs;
using Spectre.Console;

namespace Distill.Cli.Screens;

/// <summary>Draws the job over itself, for a person at a terminal.</summary>
internal sealed class LiveJobScreen(IAnsiConsole console, string heading, string onInterrupt) : IJobScreen
{
    public async Task<JobProgress?> FollowAsync(IAsyncEnumerable<JobProgress> progress)
    {
        JobProgress? last = null;
        var history = new MetricHistory();
        await console.Live(Text.Empty).StartAsync(async display =>
        {
            await foreach (var moment in progress)
            {
                last = moment;
                history.Add(moment);
                display.UpdateTarget(JobPanel.Of(heading, moment, history, onInterrupt));
            }
        });
        return last;
    }
}
