using Microsoft.Extensions.Logging;

namespace Distill.Pipeline.Workers;

/// <summary>What workers tell operators.</summary>
internal static partial class WorkerEvents
{
    [LoggerMessage(401, LogLevel.Warning, "The job {Job} speaks version {Protocol} of the protocol and this worker only {Newest}, so it is left to newer workers; upgrade this one to have it help.")]
    public static partial void TooNew(ILogger log, string job, int protocol, int newest);
}
