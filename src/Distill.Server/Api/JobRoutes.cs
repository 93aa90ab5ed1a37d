using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Server.Access;
using Distill.Server.Documents;
using Distill.Wording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server.Api;

/// <summary>Jobs: the list, one of them, and what is done to them.</summary>
internal static class JobRoutes
{
    private const int MostJobs = 500;
    private const int UsualJobs = 100;
    private static readonly string[] s_states = [.. Enum.GetNames<JobState>().Select(name => name.ToLowerInvariant())];

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        api.MapGet("/jobs", (string? state, string? q, int? limit, string? after, CancellationToken ct) => ListAsync(parts, state, q, limit, after, ct))
            .Needs(Right.Read).Answers<JobPage>("listJobs", "The jobs, the latest first; `state` and `q` choose among them, `limit` and `after` give a page.");
        api.MapGet("/jobs/{name}", (string name, CancellationToken ct) => ShowAsync(parts, name, ct))
            .Needs(Right.Read).Answers<JobDocument>("getJob", "A job: how far it is, its settings, what came of it.");
        api.MapPost("/jobs/{name}/cancel", (string name, CancellationToken ct) => ChangeAsync(parts, name, parts.Control.CancelAsync, ct))
            .Needs(Right.Submit).Answers<JobSummary>("cancelJob", "Ends a job that has not ended; what is done is kept.");
        api.MapPost("/jobs/{name}/resume", (string name, CancellationToken ct) => ChangeAsync(parts, name, parts.Control.ResumeAsync, ct))
            .Needs(Right.Submit).Answers<JobSummary>("resumeJob", "Has a cancelled or failed job go on from its last checkpoints.");
        api.MapPost("/jobs/{name}/retry", (string name, CancellationToken ct) => ChangeAsync(parts, name, parts.Control.RetryAsync, ct))
            .Needs(Right.Submit).Answers<JobSummary>("retryJob", "Has a failed job go on from its last checkpoints.");
        api.MapDelete("/jobs/{name}", (string name, CancellationToken ct) => DeleteAsync(parts, name, ct))
            .Needs(Right.Admin).WithName("deleteJob").WithSummary("Removes a job that has ended, with everything in its folder.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/compare", (string jobs, CancellationToken ct) => CompareAsync(parts, jobs, ct))
            .Needs(Right.Read).Answers<Comparison>("compareJobs", "Jobs side by side (`jobs=a,b`): the settings in which they differ, and what came of each.");
    }

    /// <summary>What is said of a job that is not there.</summary>
    public static async Task<IResult> AbsentAsync(ServerParts parts, string name, CancellationToken ct)
    {
        var advice = Suggestion.For(name, await parts.Jobs.NamesAsync(ct));
        return Answers.Absent($"There is no job named \"{name}\" in this store{(advice.Length > 0 ? advice : "; /api/v1/jobs lists those that are.")}");
    }

    private static async Task<IResult> ListAsync(ServerParts parts, string? state, string? words, int? limit, string? after, CancellationToken ct)
    {
        if (limit is < 1 or > MostJobs)
        {
            return Answers.Problem(StatusCodes.Status400BadRequest, $"The limit {limit} is not from 1 to {MostJobs}.");
        }

        var wanted = state?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (wanted.FirstOrDefault(name => !Enum.TryParse<JobState>(name, ignoreCase: true, out _)) is { } unknown)
        {
            return Answers.Problem(StatusCodes.Status400BadRequest, $"No job can be \"{unknown}\"{Suggestion.For(unknown, s_states) switch { { Length: > 0 } advice => advice, _ => $"; a job is one of {string.Join(", ", s_states)}." }}");
        }

        var last = parts.All.LastId;
        var jobs = (await parts.All.ListAsync(ct))
            .Where(job => wanted.Length == 0 || wanted.Contains(job.State.ToString(), StringComparer.OrdinalIgnoreCase))
            .Where(job => string.IsNullOrWhiteSpace(words) || words.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Matches(job, word)))
            .ToList();
        var first = after is null ? 0 : FirstAfter(jobs, after);
        var page = jobs.Skip(first).Take(limit ?? UsualJobs).ToList();
        return Answers.Json(new JobPage(1, page, jobs.Count, first + page.Count < jobs.Count ? KeyOf(page[^1]) : null, last));
    }

    private static int FirstAfter(List<JobSummary> jobs, string key)
    {
        var last = jobs.FindIndex(job => KeyOf(job) == key);
        // Where that job is gone, those that were created before it follow.
        var next = last >= 0 ? last + 1 : jobs.FindIndex(job => string.CompareOrdinal(KeyOf(job), key) < 0);
        return next >= 0 ? next : jobs.Count;
    }

    private static string KeyOf(JobSummary job) => $"{job.Created.UtcTicks:x16}-{job.Name}";

    private static bool Matches(JobSummary job, string word) =>
        new[] { job.Name, job.Dataset, job.Teacher, job.State.ToString() }.Concat(job.Students.Select(student => student.Network))
            .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false);

    private static async Task<IResult> ShowAsync(ServerParts parts, string name, CancellationToken ct) =>
        await parts.All.FindAsync(name, ct) is { } job ? Answers.Json(await JobDocument.OfAsync(parts, job, ct)) : await AbsentAsync(parts, name, ct);

    private static async Task<IResult> ChangeAsync(ServerParts parts, string name, Func<string, CancellationToken, Task<JobRecord>> change, CancellationToken ct)
    {
        if (await parts.Catalog.FindAsync(name, ct) is null)
        {
            return await AbsentAsync(parts, name, ct);
        }

        await change(name, ct);
        return Answers.Json((await parts.All.FindAsync(name, ct))!);
    }

    private static async Task<IResult> DeleteAsync(ServerParts parts, string name, CancellationToken ct)
    {
        if (await parts.Catalog.FindAsync(name, ct) is null)
        {
            return await AbsentAsync(parts, name, ct);
        }

        await parts.Control.DeleteAsync(name, ct);
        return Results.NoContent();
    }

    private static async Task<IResult> CompareAsync(ServerParts parts, string jobs, CancellationToken ct)
    {
        const int Most = 16;
        var names = jobs.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length is 0 or > Most)
        {
            return Answers.Problem(StatusCodes.Status400BadRequest, $"Name 1 to {Most} jobs to compare, such as /api/v1/compare?jobs=a,b.");
        }

        var columns = new List<ComparedJob>();
        foreach (var name in names)
        {
            if (JobNames.Problem(name) is not null || await parts.Jobs.FindAsync(name, ct) is not { } record)
            {
                return await AbsentAsync(parts, name, ct);
            }

            columns.AddRange(ComparedJob.Of(record, await parts.Catalog.ReportAsync(name, ct), await parts.Jobs.SpecAsync(name, ct)));
        }

        return Answers.Json(Comparison.Of(columns));
    }
}
