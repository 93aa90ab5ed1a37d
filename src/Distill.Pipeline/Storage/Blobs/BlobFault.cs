using Azure;
using Azure.Identity;
using Distill.Artifacts;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>What a failure of the blob service means: whether to try again, and the sentence for a person.</summary>
/// <remarks>The service's own words are left out: they hold request ids and, for a refused signature, the text that was signed.</remarks>
internal static class BlobFault
{
    private const int NoAnswer = 0;
    private const int TooManyRequests = 429;

    /// <summary>Whether the same call may succeed later without anybody's doing.</summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        RequestFailedException { ErrorCode: "ContainerBeingDeleted" or "Md5Mismatch" } => true,
        RequestFailedException refusal => refusal.Status is NoAnswer or 408 or TooManyRequests or 500 or 502 or 503 or 504,
        AggregateException several => several.InnerExceptions.All(IsTransient),
        IOException or HttpRequestException or TimeoutRejectedException or BrokenCircuitException => true,
        CredentialUnavailableException => false,
        AuthenticationFailedException => true,
        OperationCanceledException => true,    // the caller's own cancellation never gets here
        _ => false,
    };

    /// <summary>The sentence for a call that failed in the end.</summary>
    /// <param name="deed">What was tried, as in <c>write</c>.</param>
    /// <param name="place">The address, without any secret.</param>
    /// <param name="failure">What the last attempt met.</param>
    /// <param name="patience">How long it was tried, for a failure that time may heal.</param>
    public static StoreException Because(string deed, string place, Exception failure, TimeSpan patience)
    {
        if (IsTransient(failure))
        {
            return new($"Cannot {deed} {place}, because {OutageOf(failure)} for {patience.TotalSeconds:0.#} seconds; check the network and the state of the storage account.", failure)
            {
                IsTransient = true,
            };
        }

        var (why, remedy) = failure switch
        {
            RequestFailedException { Status: 401 or 403 } => ("the service refuses these credentials", "check the key, the signature with its expiry and permissions, or the role of this identity"),
            CredentialUnavailableException => ("there are no credentials on this machine", "log in, assign an identity, or give an address with a signature"),
            RequestFailedException { ErrorCode.Length: > 0 } refusal => ($"the service answers {refusal.Status} ({refusal.ErrorCode})", "check the address of the store"),
            RequestFailedException refusal => ($"the service answers {refusal.Status}", "check the address of the store"),
            _ => ($"of this: {failure.Message.TrimEnd('.')}", "put that right and run again"),
        };
        return new($"Cannot {deed} {place}, because {why}; {remedy}.", failure);
    }

    private static string OutageOf(Exception failure) => failure switch
    {
        RequestFailedException { Status: TooManyRequests or 503 } => "the service has been too busy",
        RequestFailedException { Status: > 0 } refusal => $"the service has answered {refusal.Status}",
        AuthenticationFailedException => "no token could be had",
        TimeoutRejectedException or OperationCanceledException => "the service has not answered",
        _ => "the service could not be reached",
    };
}
