using Distill.Jobs;

namespace Distill.Cli.Screens;

/// <summary>Shows a job while it runs.</summary>
internal interface IJobScreen
{
    /// <summary>Shows every moment of the job until the last one, which it returns; null when there was none.</summary>
    Task<JobProgress?> FollowAsync(IAsyncEnumerable<JobProgress> progress);
}
