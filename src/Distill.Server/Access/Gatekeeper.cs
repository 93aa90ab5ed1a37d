using Microsoft.AspNetCore.Http;

namespace Distill.Server.Access;

/// <summary>
/// Lets requests through to routes that their caller has the right to. A token travels in the Authorization header alone and never in a
/// cookie, so a page elsewhere cannot make a browser send one; what it can make a browser send to a server that asks for no token is
/// refused by where it comes from.
/// </summary>
internal sealed class Gatekeeper(RequestDelegate next, TokenBook tokens, bool isOpen)
{
    private const string Scheme = "Bearer ";
    private static readonly string[] s_sameSite = ["same-origin", "none"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (IsCrossSite(context.Request))
        {
            await Refusal.WriteAsync(context, StatusCodes.Status403Forbidden, "This request comes from a page of another site, and those may change nothing here.");
            return;
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<RightNeeded>() is not { } needed)
        {
            await next(context);
            return;
        }

        var caller = await CallerAsync(context);
        if (caller is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, HasToken(context.Request)
                ? "The token is not one of this server, or no longer; `distill token create` on the server's side makes another one."
                : "This server asks for a token: send one as \"Authorization: Bearer TOKEN\"; `distill token create` on the server's side makes one.");
            return;
        }

        if (caller.Right < needed.Right)
        {
            await Refusal.WriteAsync(context, StatusCodes.Status403Forbidden,
                $"The token \"{caller.Name}\" has the right to {Name(caller.Right)}, and this takes the right to {Name(needed.Right)}; `distill token create --right {Name(needed.Right)}` makes one that has it.");
            return;
        }

        context.Features.Set(caller);
        await next(context);
    }

    public static string Name(Right right) => right.ToString().ToLowerInvariant();

    private async Task<Caller?> CallerAsync(HttpContext context)
    {
        if (!HasToken(context.Request))
        {
            return isOpen ? Caller.Local : null;
        }

        var shown = context.Request.Headers.Authorization.ToString()[Scheme.Length..].Trim();
        return await tokens.FindAsync(shown, context.RequestAborted) is { } known ? new Caller(known.Name, known.Right) : null;
    }

    private static bool HasToken(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    private static bool IsCrossSite(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return (site.Length > 0 && !s_sameSite.Contains(site))
            || (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value));
    }
}
