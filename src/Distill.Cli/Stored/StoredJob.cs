using Distill.Pipeline.Jobs;
using Distill.Reports;

namespace Distill.Cli.Stored;

/// <summary>A job of the store.</summary>
/// <param name="Record">Its state.</param>
/// <param name="Report">What came of it; null while it is not finished.</param>
internal sealed record StoredJob(JobRecord Record, JobReport? Report)
{
    public string StateName => Record.State.ToString().ToLowerInvariant();

    /// <summary>The seed whose student lies in a folder of the job; null for other folders. The first seed has no number in its folder's name.</summary>
    public SeedReport? SeedOf(string folder) => Report?.Seeds.Index()
        .Where(seed => folder == (seed.Index == 0 ? "student" : $"student-{seed.Item.Seed}"))
        .Select(seed => seed.Item)
        .FirstOrDefault();
}
