using Distill.Jobs.Yaml;

namespace Distill.Jobs;

/// <summary>Defaults that follow from other settings. All others are in the records.</summary>
internal static class JobDefaults
{
    public static JobSpec Complete(JobSpec job, SectionSetting top)
    {
        job = job with
        {
            Loss = top.Find("loss") is null && job.Teacher is not null ? UsualLoss : job.Loss,
            Baseline = job.Baseline && job.Teacher is not null,
        };
        if (top.Find("labels")?.Value is not SectionSetting labels || labels.Find("taps") is null)
        {
            job = job with { Labels = job.Labels with { Taps = TapsOf(job.Losses) } };
        }

        return job.Name.Length > 0 ? job : job with { Name = JobNames.Of(JobWriter.Content(job)) };
    }

    /// <summary>What a student learns from its teacher unless the file says otherwise (weights and temperature of Hinton et al. 2015).</summary>
    private static IReadOnlyList<LossSpec> UsualLoss =>
        [new() { Kind = LossSpec.HardLabels, Weight = 0.1 }, new() { Kind = LossSpec.SoftLabels, Weight = 0.9 }];

    /// <summary>
    /// The layers that the loss learns from, each with its longest prefix. The last one is recorded even when nothing asks
    /// for it: it costs a few bytes, and the labels then serve later jobs too.
    /// </summary>
    private static TapSpec[] TapsOf(IEnumerable<LossSpec> loss)
    {
        var asked = loss.SelectMany(term => term.Taps)
            .GroupBy(pair => pair.Teacher)
            .Select(pairs => new TapSpec(pairs.Key, pairs.Max(pair => pair.Prefix)))
            .ToArray();
        return asked.Length > 0 ? asked : [new TapSpec(null, TapSpec.DefaultPrefix)];
    }
}
