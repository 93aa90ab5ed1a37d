using System.CommandLine;
using Distill.Cli.Remote;
using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Pipeline;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Workers;

namespace Distill.Cli.Commands;

/// <summary><c>distill submit</c> and <c>distill label</c>: queue a job for the workers of a broker, and follow it.</summary>
internal static class Submit
{
    private static readonly Option<string> s_priority = Priority();

    private static readonly Option<bool> s_detach = new("--detach", "-d") { Description = "Queue the job and do not follow it" };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "submit", "Queue a job for the workers, and follow it", [.. JobFile.Symbols, s_priority, s_detach], call => SubmitAsync(call, labelsOnly: false));

    public static Command CreateLabel(Terminal terminal) => Verb.Create(
        terminal, "label", "Have a job's labels made and stored, and train nothing", [.. JobFile.Symbols, s_priority, s_detach], call => SubmitAsync(call, labelsOnly: true));

    private static async Task<int> SubmitAsync(Invocation call, bool labelsOnly)
    {
        var reading = JobFile.Read(call);
        if (reading.Job is not { } job)
        {
            return JobFile.Refuse(call, reading);
        }

        if (labelsOnly && job.Teacher is null)
        {
            throw new CommandException(ExitCode.BadInput, $"The job {job.Name} has no teacher, so there are no labels to make; add a teacher section to {JobFile.NameOf(call)}.");
        }

        if (call.Remote is { } server)
        {
            return await RemoteSubmission.RunAsync(call, server, reading, call.Parse.GetValue(s_priority)!, labelsOnly, call.Parse.GetValue(s_detach));
        }

        // Labels alone need nobody else: without a broker this process makes them.
        var broker = labelsOnly ? call.Settings.Broker : call.RequireBroker();
        var settings = call.HostSettings with { Broker = broker, Roles = WorkerRoles.None, TeacherSlots = job.Labels.Slots };
        var options = new SubmitOptions { Uploaded = new UploadScreen(call), Priority = Enum.Parse<JobPriority>(call.Parse.GetValue(s_priority)!, ignoreCase: true), LabelsOnly = labelsOnly };
        var stop = call.Terminal.Interrupted;
        await using var host = await DistillHost.StartAsync(settings, call.Terminal.Time, stop);
        var name = await host.SubmitAsync(job.WithAbsolutePaths(), reading.Text, options, stop);
        call.Say($"The job {name} is queued.");
        return call.Parse.GetValue(s_detach)
            ? QueuedJob.Detach(call, name)
            : await QueuedJob.FollowAsync(call, name, JobHeading.Of(job), labelsOnly, isElsewhere: broker is not null, host.FollowAsync(name, stop));
    }

    private static Option<string> Priority()
    {
        var option = new Option<string>("--priority")
        {
            Description = "high, normal or low; workers take lower ones only when there are no higher ones",
            DefaultValueFactory = _ => "normal",
        };
        return option.AcceptOnlyFromAmong("high", "normal", "low");
    }
}
