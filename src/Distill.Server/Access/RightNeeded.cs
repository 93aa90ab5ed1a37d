using Microsoft.AspNetCore.Builder;

namespace Distill.Server.Access;

/// <summary>The right that a route asks for. A route without it is open to everybody, so every route of the API has one.</summary>
internal sealed record RightNeeded(Right Right);

/// <summary>Says what routes ask for.</summary>
internal static class RightNeededExtensions
{
    public static T Needs<T>(this T route, Right right)
        where T : IEndpointConventionBuilder => route.WithMetadata(new RightNeeded(right));
}
