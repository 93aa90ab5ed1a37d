using System.Net.Http.Json;
using System.Text.Json;
using Distill.Cli.Commands;
using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Pipeline.Inputs;
using Distill.Pipeline.Progress;

namespace Distill.Cli.Remote;

/// <summary>Sends a job and its files to a server, and follows it there.</summary>
internal static class RemoteSubmission
{
    public static async Task<int> RunAsync(Invocation call, ServerClient server, JobReading reading, string priority, bool labelsOnly, bool detach)
    {
        var stop = call.Terminal.Interrupted;
        var inputs = await new InputStore(call.OpenStore()).UploadAsync(reading.Job!.WithAbsolutePaths(), new UploadScreen(call), stop);
        var job = new { Yaml = reading.Text, Set = JobFile.OverridesOf(call), Priority = priority, LabelsOnly = labelsOnly, Inputs = inputs };
        using var taken = await server.SendAsync(HttpMethod.Post, "jobs", job, stop)
            ?? throw new CommandException(ExitCode.Unreachable, $"The server {server.Address} takes no jobs; check that --server names a Distill server.");
        var name = (await taken.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("job").GetString()!;
        call.Say($"The job {name} is queued; {new Uri(server.Address, $"/jobs/{name}")} shows it.");
        if (detach)
        {
            return QueuedJob.Detach(call, name);
        }

        var jobs = call.OpenJobs().Records;
        var heading = JobHeading.Of(await jobs.SpecAsync(name, stop));
        return await QueuedJob.FollowAsync(call, name, heading, labelsOnly, isElsewhere: true, new JobWatch(jobs, call.Terminal.Time).FollowAsync(name, stop));
    }
}
