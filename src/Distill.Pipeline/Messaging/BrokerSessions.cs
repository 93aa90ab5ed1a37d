using Distill.Pipeline.LabelStreams;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Distill.Pipeline.Messaging;

/// <summary>Keeps a session with the broker going: when one ends, the next begins after a pause that grows while none gets anywhere.</summary>
internal sealed class BrokerSessions
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly ILogger _log;
    private readonly string _deed;
    private readonly ResiliencePipeline _untilItWorks;

    /// <param name="deed">What the session does, for operators, as in <c>Reading the stream x</c>.</param>
    /// <param name="time">Clock of the pauses.</param>
    /// <param name="log">Told why a session ended.</param>
    public BrokerSessions(string deed, TimeProvider time, ILogger log)
    {
        (_deed, _log) = (deed, log);
        _untilItWorks = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = s_firstPause,
                MaxDelay = s_longestPause,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is not null && !attempt.Context.CancellationToken.IsCancellationRequested),
                OnRetry = retry =>
                {
                    LabelStreamEvents.Interrupted(_log, _deed, retry.Outcome.Exception!.GetBaseException().Message, retry.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Runs sessions, each of which goes on until it fails, until told to stop.</summary>
    /// <param name="session">One session.</param>
    /// <param name="progress">A number that has changed when a session got somewhere; the next one then begins at once.</param>
    /// <param name="stop">Ends it all.</param>
    public async Task KeepAsync(Func<CancellationToken, Task> session, Func<long> progress, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _untilItWorks.ExecuteAsync(async ct => await OnceAsync(session, progress, ct), stop);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                // However a session that is told to stop comes to its end.
            }
        }
    }

    private async Task OnceAsync(Func<CancellationToken, Task> session, Func<long> progress, CancellationToken stop)
    {
        var before = progress();
        try
        {
            await session(stop);
        }
        catch (Exception reason) when (progress() != before && !stop.IsCancellationRequested)
        {
            LabelStreamEvents.Interrupted(_log, _deed, reason.GetBaseException().Message, TimeSpan.Zero);
        }
    }
}
