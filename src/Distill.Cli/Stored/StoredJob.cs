using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Reports;

namespace Distill.Cli.Stored;

/// <summary>A job of the store.</summary>
/// <param name="Record">Its state.</param>
/// <param name="Report">What came of it; null while it is not finished.</param>
internal sealed record StoredJob(JobRecord Record, JobReport? Report)
{
    public string StateName => Record.State.ToString().ToLowerInvariant();

    /// <summary>The students that the report knows, seed by seed, with the folders of the job that they lie in.</summary>
    public IEnumerable<(string Name, SeedReport Seed, string Folder)> Students =>
        from student in Report?.Students ?? []
        let seeds = student.Seeds.Select(seed => seed.Seed).ToList()
        from seed in student.Seeds
        select (student.Name, seed, JobStore.PathOf(Record.Name, RunNames.Student(student.Name, seeds, seed.Seed)));
}
