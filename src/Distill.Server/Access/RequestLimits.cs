using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Distill.Server.Access;

/// <summary>How much one caller may ask for: generous for people and their programs, and an end to loops that went wrong.</summary>
internal static class RequestLimits
{
    /// <summary>Bytes of a request's body; a job file is a few thousand.</summary>
    public const long MaximumBody = 1 << 20;

    private const int Reads = 2000;
    private const int ReadsPerSecond = 400;
    private const int Changes = 60;
    private const int ChangesPerSecond = 4;

    public static void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
            return RateLimitPartition.GetTokenBucketLimiter($"{(reads ? "read" : "change")} {Who(context)}", _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = reads ? Reads : Changes,
                TokensPerPeriod = reads ? ReadsPerSecond : ChangesPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                AutoReplenishment = true,
            });
        });
        options.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await Refusal.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "These are more requests than one caller may make; wait a moment.");
        };
    }

    private static string Who(HttpContext context) => context.Features.Get<Caller>()?.Name is { } name && name != Caller.Local.Name
        ? name
        : context.Connection.RemoteIpAddress?.ToString() ?? "";
}
