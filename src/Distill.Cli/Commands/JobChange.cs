using Distill.Pipeline.Jobs;

namespace Distill.Cli.Commands;

/// <summary>Changes the state of a job and says what it is now; what <c>cancel</c>, <c>resume</c> and <c>retry</c> have in common.</summary>
internal static class JobChange
{
    /// <param name="call">The call.</param>
    /// <param name="change">The change.</param>
    /// <param name="hint">What happens now, for people.</param>
    public static async Task<int> WriteAsync(Invocation call, Func<JobControl, string, CancellationToken, Task<JobRecord>> change, Func<string, string> hint)
    {
        var stop = call.Terminal.Interrupted;
        var job = (await call.OpenJobs().GetAsync(call.Parse.GetRequiredValue(JobName.Required), stop)).Record.Name;
        var record = await change(call.OpenControl(), job, stop);
        call.Write(record, changed => new Spectre.Console.Text($"{changed.Name} is {changed.State.ToString().ToLowerInvariant()}."));
        call.Say(hint(job));
        return ExitCode.Ok;
    }
}
