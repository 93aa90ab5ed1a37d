using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Pipeline.Alerts;
using Distill.Pipeline.Jobs;
using Distill.Tests.Cli;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline.Alerts;

public sealed class AlertTests
{
    [Theory]
    [InlineData(0.91, 0.90, false)]
    [InlineData(0.90, 0.90, false)]
    [InlineData(0.89, 0.90, true)]
    [InlineData(0.89, null, false)]
    public void A_student_below_its_baseline_is_told_of(double accuracy, double? baseline, bool raises)
    {
        var alert = AlertRules.Of(new JobOutcome("", null, null, [new StudentOutcome("student", "cnn_4", accuracy, baseline, "")]));
        Assert.Equal(raises ? "student (89.00 %) ended below the same network without the teacher (90.00 %)." : null, alert?.Sentence);
    }

    [Fact]
    public void A_failure_is_told_of_where_it_is_a_mismatch_or_a_loss_that_is_no_number()
    {
        Assert.Equal(Alert.NotANumber, AlertRules.Of(new TrainingException("The loss is NaN.") { IsDiverged = true })?.Kind);
        Assert.Equal(Alert.Mismatch, AlertRules.Of(new LabelException("These are labels of another set."))?.Kind);
        Assert.Equal(Alert.Mismatch, AlertRules.Of(new DataProblemException("The dataset has another digest."))?.Kind);
        Assert.Null(AlertRules.Of(new LabelCorruptException("A byte is wrong.")));
        Assert.Null(AlertRules.Of(new TrainingException("There is no room.")));
    }

    [Fact]
    public void A_job_that_stands_still_is_told_of_once_until_it_moves_again()
    {
        var time = new ManualTime();
        var watch = new StallWatch(TimeSpan.FromMinutes(10), time);
        Assert.Null(watch.Look(Progress(JobState.Learning, 5)));
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Null(watch.Look(Progress(JobState.Learning, 5)));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Alert.Stalled, watch.Look(Progress(JobState.Learning, 5))?.Kind);
        Assert.Null(watch.Look(Progress(JobState.Learning, 5)));
        Assert.Null(watch.Look(Progress(JobState.Learning, 6)));
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.NotNull(watch.Look(Progress(JobState.Learning, 6)));
    }

    [Fact]
    public void A_job_that_waits_for_workers_or_has_ended_does_not_stand_still()
    {
        var time = new ManualTime();
        var watch = new StallWatch(TimeSpan.FromMinutes(10), time);
        foreach (var state in new[] { JobState.Queued, JobState.Finished, JobState.Cancelled })
        {
            watch.Look(Progress(state, 0));
            time.Advance(TimeSpan.FromHours(1));
            Assert.Null(watch.Look(Progress(state, 0)));
        }
    }

    [Fact]
    public async Task An_alert_is_noted_once_until_the_job_is_resumed()
    {
        using var shell = new Shell();
        var ct = TestContext.Current.CancellationToken;
        await SomeStore.AddAsync(shell, "calm-heron-8", JobState.Learning);
        using var store = new Distill.Pipeline.Storage.FolderStore(shell.Store);
        var jobs = new JobStore(store);
        var events = new JobEvents(jobs, "test", new ManualTime());
        var book = new AlertBook(jobs, events);
        Assert.True(await book.RaiseAsync("calm-heron-8", new Alert(Alert.Stalled, "Nothing moves."), ct));
        Assert.False(await book.RaiseAsync("calm-heron-8", new Alert(Alert.Stalled, "Nothing moves."), ct));
        Assert.Equal("Nothing moves.", (await events.ListAsync("calm-heron-8", ct).SingleAsync(ct)).Sentence);
        var control = new JobControl(jobs, events, new ManualTime());
        await control.CancelAsync("calm-heron-8", ct);
        await control.ResumeAsync("calm-heron-8", ct);
        Assert.True(await book.RaiseAsync("calm-heron-8", new Alert(Alert.Stalled, "Nothing moves."), ct));
    }

    private static JobProgress Progress(JobState state, long done) => new()
    {
        Job = "calm-heron-8",
        State = state,
        Stages = [new StageProgress("learn", "", done, 10, "img", null, null, StageState.Running)],
        ElapsedSeconds = 1,
    };
}
