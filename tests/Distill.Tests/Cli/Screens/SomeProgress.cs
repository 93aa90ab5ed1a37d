using Distill.Jobs;

namespace Distill.Tests.Cli.Screens;

/// <summary>Moments of a job with fixed, plausible content.</summary>
internal static class SomeProgress
{
    public const string Heading = "resnet8 <- cifar10_resnet56   cifar10   seed 1";

    /// <summary>Half of the student's epochs are done while the teacher still labels.</summary>
    public static JobProgress Learning() => At(360, StageState.Running);

    /// <summary>A moment of the learning stage.</summary>
    /// <param name="done">Thousands of images learned, of 720.</param>
    /// <param name="state">The state of the learning stage.</param>
    public static JobProgress At(long done, StageState state) => new()
    {
        Job = "brisk-otter-7",
        State = JobState.Learning,
        Stages =
        [
            new("teacher", "trained before", 0, 0, "img", null, null, StageState.Skipped),
            new("check", "", 1, 1, "", null, null, StageState.Done),
            new("teach", "", 75, 80, "chunks", 6.25, 0.8, StageState.Running),
            new("baseline", "epoch 1/60", 0, 720, "img", null, null, StageState.Waiting),
            new("learn", $"epoch {Math.Min(60, 1 + (done / 12))}/60", done, 720, "img", 1842.4, 250, state),
            new("report", "", 0, 1, "", null, null, StageState.Waiting),
        ],
        Metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["accuracy"] = 0.7 + (0.0003 * done),
            ["agreement"] = 0.72 + (0.0003 * done),
            ["baseline.accuracy"] = 0.709,
            ["learning_rate"] = 0.05,
            ["loss"] = 2 - (0.004 * done),
            ["loss.hard_labels"] = 1 - (0.001 * done),
        },
        ElapsedSeconds = 94.3,
        EtaSeconds = 250,
    };

    public static JobProgress Failed(string failure) => At(360, StageState.Failed) with { State = JobState.Failed, Failure = failure };
}
