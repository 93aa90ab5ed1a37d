using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Distill.Server.Api;

/// <summary>What the OpenAPI document says of a route.</summary>
internal static class RouteDescriptions
{
    /// <param name="route">The route.</param>
    /// <param name="name">Its operation id.</param>
    /// <param name="summary">What it does, in a sentence.</param>
    /// <param name="status">How it answers when all goes well.</param>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, string name, string summary, int status = StatusCodes.Status200OK) => route
        .WithName(name)
        .WithSummary(summary)
        .Produces<T>(status)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
