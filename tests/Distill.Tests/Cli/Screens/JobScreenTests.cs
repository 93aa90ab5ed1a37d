using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli.Screens;

public sealed class JobScreenTests
{
    [Fact]
    public void The_live_screen_shows_stages_figures_and_the_time_to_go()
    {
        var history = new MetricHistory();
        for (var done = 0; done <= 360; done += 12)
        {
            history.Add(SomeProgress.At(done, StageState.Running));
        }

        Approved.Verify(Drawing.Of(JobPanel.Of(SomeProgress.Heading, SomeProgress.Learning(), history, "Ctrl-C saves everything and stops.")), "Cli/screen.live");
    }

    [Fact]
    public async Task Plain_lines_come_with_every_five_percent()
    {
        var (text, _) = await PlainAsync(TimeSpan.FromMilliseconds(1), Enumerable.Range(0, 721).Select(done => SomeProgress.At(done, StageState.Running)));

        Assert.Equal(21, text.Split('\n').Count(line => line.Contains(" learn ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Plain_lines_come_at_least_every_ten_seconds()
    {
        var moments = Enumerable.Repeat(SomeProgress.Learning(), 31);

        var (text, _) = await PlainAsync(TimeSpan.FromSeconds(1), moments);

        Assert.Equal(4, text.Split('\n').Count(line => line.Contains(" learn ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Plain_lines_read_well_in_a_log()
    {
        var moments = new[] { SomeProgress.At(0, StageState.Waiting), SomeProgress.At(12, StageState.Running), SomeProgress.At(360, StageState.Running), SomeProgress.At(720, StageState.Done) };

        var (text, last) = await PlainAsync(TimeSpan.FromSeconds(30), moments);

        Assert.Same(moments[^1], last);
        Assert.DoesNotContain('\e', text);
        Approved.Verify(text, "Cli/screen.plain");
    }

    private static async Task<(string Text, JobProgress? Last)> PlainAsync(TimeSpan pause, IEnumerable<JobProgress> moments)
    {
        using var writer = new StringWriter();
        var time = new ManualTime();
        var last = await new PlainJobScreen(writer, SomeProgress.Heading, time).FollowAsync(Moments(time, pause, moments));
        return (writer.ToString(), last);
    }

    private static async IAsyncEnumerable<JobProgress> Moments(ManualTime time, TimeSpan pause, IEnumerable<JobProgress> moments)
    {
        foreach (var moment in moments)
        {
            await Task.CompletedTask;
            yield return moment;
            time.Advance(pause);
        }
    }
}
