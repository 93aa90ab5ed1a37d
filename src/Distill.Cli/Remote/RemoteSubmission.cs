using System.Net.Http.Json;
using System.Text.Json;
using Distill.Cli.Commands;
using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Pipeline.Progress;

namespace Distill.Cli.Remote;

/// <summary>Has a server take a job, and follows it there.</summary>
internal static class RemoteSubmission
{
    public static async Task<int> RunAsync(
        Invocation call, ServerClient server, (string Yaml, IReadOnlyList<string> Overrides) job, string priority, bool labelsOnly, bool detach)
    {
        var stop = call.Terminal.Interrupted;
        using var taken = await server.SendAsync(HttpMethod.Post, "jobs", new { job.Yaml, Set = job.Overrides, Priority = priority, LabelsOnly = labelsOnly }, stop)
            ?? throw new CommandException(ExitCode.Unreachable, $"The server {server.Address} takes no jobs; check that --server names a Distill server.");
        var name = (await taken.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("job").GetString()!;
        call.Say($"The job {name} is queued; {new Uri(server.Address, $"/jobs/{name}")} shows it.");
        if (detach)
        {
            if (call.IsJson)
            {
                call.WriteJson(new RunDocument { Job = name, State = "queued" });
            }

            return ExitCode.Ok;
        }

        var jobs = call.OpenJobs();
        try
        {
            var screen = JobScreens.For(call, JobHeading.Of(await jobs.Records.SpecAsync(name, stop)), "Ctrl-C detaches; the job goes on.");
            var last = await screen.FollowAsync(new JobWatch(jobs.Records, call.Terminal.Time).FollowAsync(name, stop));
            return labelsOnly && last is { State: JobState.Finished } ? ExitCode.Ok : await JobEnd.WriteAsync(call, name, last);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            call.Say($"The job {name} goes on without you: `distill watch {name}` follows it again, `distill cancel {name}` ends it.");
            return ExitCode.Interrupted;
        }
    }
}
