using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Progress;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline.Progress;

public sealed class JobGaugeTests
{
    private const string Yaml = """
        name: two
        dataset: digits
        students: [{ name: long, network: cnn_4 }, { name: short, network: cnn_8, training: { epochs: 2 } }]
        training: { epochs: 4, batch_size: 10 }
        """;

    private readonly JobGauge _gauge = new(
        JobReader.Read(Yaml, "job.yaml", []).Job!,
        new JobRecord { Name = "two", Content = "c", State = JobState.Learning, Created = DateTimeOffset.UnixEpoch },
        new ManualTime());

    [Fact]
    public void A_student_with_a_training_of_its_own_is_done_when_that_is()
    {
        Restore("long", 100, 200);
        Restore("short", 100, 100);
        Restore("long", 150, 200);

        Assert.Equal(["long"], _gauge.Unfinished);
        Assert.Equal(StageState.Done, _gauge.Snapshot().Stages.Single(stage => stage.Name == "short").State);
    }

    [Fact]
    public void A_run_that_stops_early_is_done()
    {
        Restore("long", 100, 200);
        Restore("long", 100, 100);
        Restore("short", 100, 100);

        Assert.Empty(_gauge.Unfinished);
    }

    private void Restore(string run, long step, long steps) =>
        _gauge.Restore(run, new RunHead { Step = step, Steps = steps, Checkpoint = "", Seconds = 1, Curve = [] });
}
