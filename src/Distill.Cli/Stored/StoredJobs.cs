using System.Text;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Reports;
using Distill.Wording;

namespace Distill.Cli.Stored;

/// <summary>The jobs of a store as the commands look at them. Reads only.</summary>
internal sealed class StoredJobs(IArtifactStore store)
{
    private readonly JobStore _jobs = new(store);

    public IArtifactStore Store => store;

    /// <summary>The jobs as their workers see them.</summary>
    public JobStore Records => _jobs;

    /// <summary>All jobs, the latest first, with their outcomes.</summary>
    public async Task<IReadOnlyList<JobRecord>> ListAsync(CancellationToken ct)
    {
        // Not by LINQ over the asynchronous sequence, of which a hundred and more methods would be compiled at every start.
        var jobs = new List<JobRecord>();
        await foreach (var job in _jobs.ListAsync(ct))
        {
            jobs.Add(job);
        }

        jobs.Sort((one, other) => other.Created.CompareTo(one.Created) is var later and not 0 ? later : string.CompareOrdinal(one.Name, other.Name));
        return jobs;
    }

    /// <summary>The named job, or the latest one where no name is given.</summary>
    /// <exception cref="CommandException">There is no such job.</exception>
    public async Task<StoredJob> GetAsync(string? name, CancellationToken ct)
    {
        if (name is null)
        {
            return await ListAsync(ct) is [var latest, ..]
                ? new StoredJob(latest, await ReadReportAsync(latest.Name, ct))
                : throw new CommandException(ExitCode.NotFound, $"There is no job in {store.Describe("jobs")} yet: `distill run digits` makes the first one.");
        }

        var record = IsName(name) ? await _jobs.FindAsync(name, ct) : null;
        return record is null
            ? throw new CommandException(ExitCode.NotFound, $"There is no job \"{name}\" in {store.Describe("jobs")}{await AdviceAsync(name, ct)}")
            : new StoredJob(record, await ReadReportAsync(name, ct));
    }

    /// <summary>The finished students of a job, in the order of the job file, and of its seeds.</summary>
    /// <exception cref="CommandException">The job has none.</exception>
    public async Task<IReadOnlyList<StoredStudent>> StudentsAsync(StoredJob job, CancellationToken ct)
    {
        var students = new List<StoredStudent>();
        foreach (var (name, seed, folder) in job.Students)
        {
            var artifacts = new ArtifactFolder(store, folder);
            if (await artifacts.ReadManifestAsync(ct) is { } manifest)
            {
                students.Add(new StoredStudent(job.Record.Name, name, seed, artifacts, manifest));
            }
        }

        return students.Count > 0
            ? students
            : throw new CommandException(ExitCode.NotFound, $"The job {job.Record.Name} has no finished student: it is {job.StateName}.");
    }

    private async Task<string> AdviceAsync(string name, CancellationToken ct) =>
        Suggestion.For(name, await _jobs.NamesAsync(ct)) is { Length: > 0 } advice ? advice : "; `distill list` shows which there are.";

    private async Task<JobReport?> ReadReportAsync(string job, CancellationToken ct)
    {
        var path = JobStore.PathOf(job, "report.json");
        return await store.ReadAsync(path, ct) is { } stored
            ? ReportJson.Read(Encoding.UTF8.GetString(stored.Content.Span), store.Describe(path))
            : null;
    }

    // What can be no job's name cannot be asked for in a store either.
    private static bool IsName(string name) => Distill.Jobs.JobNames.Problem(name) is null;
}
