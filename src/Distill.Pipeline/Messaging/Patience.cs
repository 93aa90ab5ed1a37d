using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Distill.Pipeline.Messaging;

/// <summary>How long the edges to the broker try again: each attempt has a limit, and between two there is a growing, jittered pause.</summary>
internal static class Patience
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    /// <param name="time">The clock.</param>
    /// <param name="attempt">Limit of one attempt.</param>
    /// <param name="retries">Attempts after the first one.</param>
    public static ResiliencePipeline With(TimeProvider time, TimeSpan attempt, int retries) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = s_firstPause,
                MaxDelay = s_longestPause,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(problem => problem is not OperationCanceledException),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = attempt })
            .Build();
}
