using System.Globalization;
using Azure;
using Distill.Artifacts;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>
/// The one place where calls to blob storage are repeated: the SDK's own retries are off, and callers add none.
/// </summary>
/// <remarks>
/// From the outside in: patience for the whole call, retries with jitter (or after the pause that the service asks for),
/// a breaker that keeps a service in trouble from being hammered, and a limit for each attempt.
/// </remarks>
internal sealed class BlobCalls
{
    private const double BreakingFailureRatio = 0.9;
    private const int FailuresBeforeBreaking = 10;

    private readonly ResiliencePipeline _pipeline;
    private readonly TimeSpan _patience;

    public BlobCalls(BlobPatience patience, TimeProvider time)
    {
        _patience = patience.Total;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(patience.Total)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = IsTransient,
                MaxRetryAttempts = int.MaxValue,
                Delay = patience.Pause,
                MaxDelay = patience.LongestPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Exception, time)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = IsTransient,
                FailureRatio = BreakingFailureRatio,
                MinimumThroughput = FailuresBeforeBreaking,
            })
            .AddTimeout(patience.Attempt)
            .Build();
    }

    /// <summary>Makes a call until it succeeds, fails for good or the patience is over.</summary>
    /// <param name="deed">What is tried, as in <c>write</c>.</param>
    /// <param name="place">The address, without any secret.</param>
    /// <param name="call">One attempt.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="RequestFailedException">An answer that callers know how to read (<see cref="IsAnswer"/>).</exception>
    /// <exception cref="StoreException">Any other failure.</exception>
    public async Task<T> RunAsync<T>(string deed, string place, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        Exception? last = null;
        try
        {
            return await _pipeline.ExecuteAsync(
                async attempt =>
                {
                    try
                    {
                        return await call(attempt);
                    }
                    catch (Exception failure) when (failure is not OperationCanceledException)
                    {
                        last = failure;
                        throw;
                    }
                },
                ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && failure is not StoreException && !IsAnswer(failure))
        {
            throw BlobFault.Because(deed, place, failure is TimeoutRejectedException ? last ?? failure : failure, _patience);
        }
    }

    /// <summary>Nothing there, a lost race, a range beyond the end, blocks that somebody else's commit has dropped.</summary>
    private static bool IsAnswer(Exception failure) =>
        failure is RequestFailedException answer && !BlobFault.IsTransient(answer)
        && (answer.Status is 404 or 412 or 416 || answer.ErrorCode is "BlobAlreadyExists" or "InvalidBlockList");

    private static ValueTask<bool> IsTransient<TArguments>(TArguments arguments)
        where TArguments : struct => ValueTask.FromResult(arguments switch
        {
            RetryPredicateArguments<object> retry => retry.Outcome.Exception is { } failure && BlobFault.IsTransient(failure),
            CircuitBreakerPredicateArguments<object> breaker => breaker.Outcome.Exception is { } failure && BlobFault.IsTransient(failure),
            _ => false,
        });

    private static TimeSpan? RetryAfter(Exception? failure, TimeProvider time)
    {
        if ((failure as RequestFailedException)?.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var stated) is not true)
        {
            return null;
        }

        if (int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParse(stated, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment > time.GetUtcNow()
            ? moment - time.GetUtcNow()
            : null;
    }
}
