using Distill.Jobs;

namespace Distill.Cli.Screens;

/// <summary>Shows nothing, for <c>--quiet</c>.</summary>
internal sealed class SilentJobScreen : IJobScreen
{
    public async Task<JobProgress?> FollowAsync(IAsyncEnumerable<JobProgress> progress)
    {
        JobProgress? last = null;
        await foreach (var moment in progress)
        {
            last = moment;
        }

        return last;
    }
}
