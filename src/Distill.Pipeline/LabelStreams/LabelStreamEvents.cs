using Microsoft.Extensions.Logging;

namespace Distill.Pipeline.LabelStreams;

/// <summary>What the label streams tell operators.</summary>
internal static partial class LabelStreamEvents
{
    [LoggerMessage(301, LogLevel.Warning, "{Deed} was interrupted ({Reason}); trying again in {Pause}, and nothing is lost meanwhile.")]
    public static partial void Interrupted(ILogger log, string deed, string reason, TimeSpan pause);

    [LoggerMessage(302, LogLevel.Warning, "The broker takes no labels for now ({Reason}); waiting until it does.")]
    public static partial void Blocked(ILogger log, string reason);

    [LoggerMessage(303, LogLevel.Information, "The broker takes labels again.")]
    public static partial void Unblocked(ILogger log);

    [LoggerMessage(304, LogLevel.Warning, "The stream {Stream} is not the one that was read before (trimmed, or deleted and made anew); reading it from its start, and keeping what was read.")]
    public static partial void StreamChanged(ILogger log, string stream);
}
