using System.CommandLine;
using System.Globalization;
using Distill.Cli.Stored;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Progress;

namespace Distill.Cli.Commands;

/// <summary><c>distill logs</c>: what happened to a job.</summary>
internal static class Logs
{
    private static readonly Option<bool> s_follow = new("--follow", "-f") { Description = "Wait for what happens next, until the job ends" };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "logs", "Tell what happened to a job, the oldest first", [JobName.OrLatest, s_follow], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        var jobs = call.OpenJobs();
        var job = (await jobs.GetAsync(call.Parse.GetValue(JobName.OrLatest), stop)).Record.Name;
        var events = new JobEvents(jobs.Records, JobEvents.ThisProcess, call.Terminal.Time);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (call.Parse.GetValue(s_follow))
        {
            return await FollowAsync(call, jobs, events, job, seen);
        }

        await WriteAsync(call, events, job, seen, stop);
        if (seen.Count == 0)
        {
            call.Say($"Nothing is noted of {job}.");
        }

        return ExitCode.Ok;
    }

    private static async Task<int> FollowAsync(Invocation call, StoredJobs jobs, JobEvents events, string job, HashSet<string> seen)
    {
        var stop = call.Terminal.Interrupted;
        while (true)
        {
            var record = await jobs.Records.FindAsync(job, stop);
            await WriteAsync(call, events, job, seen, stop);
            if (record is { IsFinal: false })
            {
                await Task.Delay(JobWatch.Poll, call.Terminal.Time, stop);
                continue;
            }

            return record is { State: JobState.Finished } ? ExitCode.Ok : ExitCode.Failed;
        }
    }

    private static async Task WriteAsync(Invocation call, JobEvents events, string job, HashSet<string> seen, CancellationToken stop)
    {
        await foreach (var happened in events.ListAsync(job, seen, stop))
        {
            if (call.IsJson)
            {
                call.WriteJsonLine(happened);
            }
            else
            {
                call.WriteText(Line(happened, call.Terminal.Time));
            }
        }
    }

    private static string Line(JobEvent happened, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(happened.Time, time.LocalTimeZone);
        var run = happened.Run is null ? "" : $"{happened.Run}: ";
        return string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm:ss}  {happened.Worker}  {run}{happened.Sentence}");
    }
}
