using Distill.Jobs;
using Distill.Jobs.Estimates;
using Distill.Pipeline;
using Distill.Pipeline.Inputs;
using Distill.Pipeline.Jobs;
using Distill.Server.Access;
using Distill.Server.Documents;
using Distill.Tensors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Distill.Server.Api;

/// <summary>From a job file to a job: check, estimate, submit.</summary>
internal sealed class LaunchRoutes(ServerParts parts)
{
    private const string FileName = "job.yaml";

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        var launch = new LaunchRoutes(parts);
        api.MapGet("/examples", () => Answers.Json(new ExampleList(
                1, parts.Settings.Host is not null, [new("template", JobExamples.Template), .. JobExamples.Names.Select(name => new Example(name, JobExamples.Text(name)!))])))
            .Needs(Right.Read).Answers<ExampleList>("listExamples", "The job files that come with the program.");
        api.MapPost("/validate", (Submission job, CancellationToken ct) => launch.ValidateAsync(job, ct))
            .Needs(Right.Read).Answers<JobProblems>("validateJob", "Checks a job file against its data and networks; nothing is started.");
        api.MapPost("/estimate", (Submission job, CancellationToken ct) => launch.EstimateAsync(job, ct))
            .Needs(Right.Read).Answers<JobEstimate>("estimateJob", "Says what a job costs; nothing is started.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapPost("/jobs", (Submission job, HttpResponse response, CancellationToken ct) => launch.SubmitAsync(job, response, ct))
            .Needs(Right.Submit).Answers<Submitted>("submitJob", "Takes a job. One of the same content that has not finished is gone on with.", StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<IResult> ValidateAsync(Submission submission, CancellationToken ct)
    {
        var reading = await ReadAsync(submission, ct);
        return Answers.Json(new JobProblems(reading.Job is not null, reading.Job?.Name, reading.Job is { } job ? JobWriter.Write(job) : null, reading.Problems));
    }

    private async Task<IResult> EstimateAsync(Submission submission, CancellationToken ct)
    {
        var reading = await ReadAsync(submission, ct);
        if (reading is not { Job: { } job, Material: { } material })
        {
            return Refuse(reading);
        }

        var inventory = await LookUpAsync(job, ct);
        return Answers.Json(Estimate.Of(job, material, inventory, Throughput.Assumed(Environment.ProcessorCount)));
    }

    private async Task<IResult> SubmitAsync(Submission submission, HttpResponse response, CancellationToken ct)
    {
        if (parts.Settings.Host is not { } host)
        {
            return Answers.Problem(StatusCodes.Status409Conflict, "This server only shows jobs: nobody here would do them. Start `distill up`, or give `distill server` the broker of the workers.");
        }

        var reading = await ReadAsync(submission, ct);
        if (reading.Job is not { } job)
        {
            return Refuse(reading);
        }

        if (submission.LabelsOnly && job.Teacher is null)
        {
            return Answers.Problem(StatusCodes.Status422UnprocessableEntity, $"The job {job.Name} has no teacher, so there are no labels to make; add a teacher section.");
        }

        if (await AbsentAsync(submission.Inputs, ct) is { } absent)
        {
            return Answers.Problem(StatusCodes.Status422UnprocessableEntity, $"The input {absent} is not in this store: send its parts and its manifest first.");
        }

        var options = new SubmitOptions { Priority = submission.Priority, LabelsOnly = submission.LabelsOnly, Inputs = submission.Inputs };
        var name = await host.SubmitAsync(job.WithAbsolutePaths(), submission.Yaml, options, ct);
        parts.Catalog.Forget();
        response.Headers.Location = $"/api/v1/jobs/{name}";
        return Answers.Json(new Submitted(name, $"/jobs/{name}"), StatusCodes.Status201Created);
    }

    private async Task<JobReading> ReadAsync(Submission submission, CancellationToken ct)
    {
        await parts.Checking.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Read(submission), ct);
        }
        finally
        {
            parts.Checking.Release();
        }
    }

    private JobReading Read(Submission submission)
    {
        var folder = Path.GetFullPath(parts.Settings.JobFolder);
        var reading = JobReader.Read(submission.Yaml, Path.Combine(folder, FileName), submission.Set);
        if (reading.Job is { } job)
        {
            job = job with { ModelsFolder = parts.Settings.ModelsFolder };
            // Whoever comes over the network with a token has no business with this machine's other files.
            var outside = parts.IsOpen || submission.Inputs is not null ? null : PathsOf(job.WithAbsolutePaths()).FirstOrDefault(path => !IsBelow(path, folder) && !IsBelow(path, parts.Settings.ModelsFolder));
            reading = submission.Inputs is { } inputs ? WithInputs(reading, job, inputs)
                : outside is null ? JobCheck.Of(reading with { Job = job })
                : reading with { Job = null, Problems = [new JobProblem(FileName, 0, 0, $"names {outside}, which is outside the folder that this server takes files from; put it below that folder and name it by a relative path.")] };
        }

        return reading with { Problems = [.. reading.Problems.Select(problem => problem.File.EndsWith(FileName, StringComparison.Ordinal) ? problem with { File = FileName } : problem)] };
    }

    // Whoever sends files along has checked the job against them, and workers do so again; here is nothing to check it against.
    private static JobReading WithInputs(JobReading reading, JobSpec job, JobInputs inputs)
    {
        var lacking = job.Dataset.Path is not null && inputs.Dataset is null ? "dataset.path"
            : job.Teacher?.Weights is not null && inputs.Teacher is null ? "teacher.weights"
            : job.Students.Any(student => student.Weights is not null && inputs.Students?.ContainsKey(student.Name) != true) ? "the weights of a student" : null;
        return lacking is null ? reading : reading with { Job = null, Problems = [new JobProblem(FileName, 0, 0, $"names files by {lacking}, and they were not sent along.")] };
    }

    private async Task<string?> AbsentAsync(JobInputs? inputs, CancellationToken ct)
    {
        var store = new InputStore(parts.Settings.Store);
        foreach (var id in inputs?.All ?? [])
        {
            if (!await store.HasAsync(id, ct))
            {
                return id;
            }
        }

        return null;
    }

    private static IEnumerable<string> PathsOf(JobSpec job) => new[] { job.Dataset.Path, job.Teacher?.Weights }.Concat(job.Students.Select(student => student.Weights)).OfType<string>();

    private static bool IsBelow(string path, string? folder) =>
        folder is not null && path.StartsWith(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private async Task<JobInventory> LookUpAsync(JobSpec job, CancellationToken ct)
    {
        try
        {
            NumericEnvironment.Prepare(Environment.ProcessorCount);
            return await new Inventory(parts.Settings.Store).OfAsync(job, ct);
        }
        catch (LibtorchMissingException)
        {
            // A server needs none; then nothing is known of what is in the store already.
            return new JobInventory();
        }
    }

    private static IResult Refuse(JobReading reading) => Results.Problem(
        detail: string.Join('\n', reading.Problems),
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "The job file cannot be used as it is.",
        extensions: new Dictionary<string, object?> { ["problems"] = reading.Problems });
}
