using Distill.Jobs;

namespace Distill.Cli.Screens;

/// <summary>Which of a job's figures belong to which of its stages.</summary>
internal static class StageMetrics
{
    /// <summary>The stage whose figures have no prefix.</summary>
    private const string Main = "learn";

    // Follows from the schedule alone, so it tells nothing about how learning goes.
    private const string LearningRate = "learning_rate";

    /// <summary>The figures of one stage, without the prefix that tells them apart (<c>baseline.loss</c> is the baseline's <c>loss</c>).</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Of(JobProgress progress, string stage) =>
        [.. progress.Metrics
            .Select(metric => (Stage: StageOf(progress, metric.Key), Metric: metric))
            .Where(entry => entry.Stage == stage)
            .Select(entry => KeyValuePair.Create(stage == Main ? entry.Metric.Key : entry.Metric.Key[(stage.Length + 1)..], entry.Metric.Value))
            .Where(metric => metric.Key != LearningRate)];

    /// <summary>The stage to watch: the last one that runs and has figures, or else the last that has any.</summary>
    public static string? Watched(JobProgress progress)
    {
        var withFigures = progress.Stages.Where(stage => Of(progress, stage.Name).Count > 0).ToList();
        return (withFigures.LastOrDefault(stage => stage.State == StageState.Running) ?? withFigures.LastOrDefault())?.Name;
    }

    /// <summary>The name of a stage's figure among all figures of the job.</summary>
    public static string FullName(string stage, string metric) => stage == Main ? metric : $"{stage}.{metric}";

    private static string StageOf(JobProgress progress, string metric) =>
        progress.Stages.Select(stage => stage.Name).FirstOrDefault(stage => metric.StartsWith(stage + '.', StringComparison.Ordinal)) ?? Main;
}
