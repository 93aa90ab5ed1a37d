using Distill.Cli.Screens;
using Distill.Jobs;

namespace Distill.Cli.Commands;

/// <summary>A job that was just queued: it is let go of or followed, the same whether a broker or a server took it.</summary>
internal static class QueuedJob
{
    /// <summary>Leaves it to those who do it.</summary>
    public static int Detach(Invocation call, string name)
    {
        if (call.IsJson)
        {
            call.WriteJson(new RunDocument { Job = name, State = "queued" });
        }

        return ExitCode.Ok;
    }

    /// <param name="call">The call.</param>
    /// <param name="name">The job.</param>
    /// <param name="heading">What the screen says above its progress.</param>
    /// <param name="labelsOnly">Whether nothing is trained.</param>
    /// <param name="isElsewhere">Whether others do it, so that it goes on when this process ends.</param>
    /// <param name="progress">How far it is.</param>
    public static async Task<int> FollowAsync(
        Invocation call, string name, string heading, bool labelsOnly, bool isElsewhere, IAsyncEnumerable<JobProgress> progress)
    {
        try
        {
            var hint = isElsewhere ? "Ctrl-C detaches; the job goes on." : "Ctrl-C stops; what is done is kept.";
            var last = await JobScreens.For(call, heading, hint).FollowAsync(progress);
            if (last is { State: JobState.Finished } && labelsOnly)
            {
                call.Say($"The labels of {name} are complete and in the store.");
                return ExitCode.Ok;
            }

            return await JobEnd.WriteAsync(call, name, last);
        }
        catch (OperationCanceledException) when (call.Terminal.Interrupted.IsCancellationRequested && isElsewhere)
        {
            call.Say($"The job {name} goes on without you: `distill watch {name}` follows it again, `distill cancel {name}` ends it.");
            return ExitCode.Interrupted;
        }
    }
}
