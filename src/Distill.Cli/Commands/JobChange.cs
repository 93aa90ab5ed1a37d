using Distill.Pipeline.Jobs;

namespace Distill.Cli.Commands;

/// <summary>Changes the state of a job and says what it is now; what <c>cancel</c>, <c>resume</c> and <c>retry</c> have in common.</summary>
internal static class JobChange
{
    /// <param name="call">The call.</param>
    /// <param name="verb">The change, as the API of a server calls it.</param>
    /// <param name="change">The change.</param>
    /// <param name="hint">What happens now, for people.</param>
    public static async Task<int> WriteAsync(Invocation call, string verb, Func<JobControl, string, CancellationToken, Task<JobRecord>> change, Func<string, string> hint)
    {
        var stop = call.Terminal.Interrupted;
        var jobs = call.OpenJobs();
        var job = (await jobs.GetAsync(call.Parse.GetRequiredValue(JobName.Required), stop)).Record.Name;
        if (call.Remote is { } server)
        {
            (await server.SendAsync(HttpMethod.Post, $"jobs/{job}/{verb}", body: null, stop))?.Dispose();
        }

        var record = call.Remote is null ? await change(call.OpenControl(), job, stop) : (await jobs.GetAsync(job, stop)).Record;
        call.Write(record, changed => new Spectre.Console.Text($"{changed.Name} is {changed.State.ToString().ToLowerInvariant()}."));
        call.Say(hint(job));
        return ExitCode.Ok;
    }
}
