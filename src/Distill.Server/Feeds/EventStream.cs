using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Distill.Server.Feeds;

/// <summary>Writes a feed to one listener as server-sent events until it goes or the server ends.</summary>
internal sealed class EventStream(Subscription subscription, TimeProvider time, CancellationToken ending) : IResult
{
    private static readonly TimeSpan s_pulse = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext context)
    {
        using var listening = subscription;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, ending);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(context.Response, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The listener has gone, or the server goes.
        }
    }

    /// <summary>What a client says that it has: the header of a connection that is made again, or a parameter.</summary>
    public static string? LastIdOf(HttpRequest request) =>
        request.Headers["Last-Event-ID"].ToString() is { Length: > 0 and <= 200 } header ? header
        : request.Query["last_event_id"].ToString() is { Length: > 0 and <= 200 } query ? query : null;

    private async Task WriteAsync(HttpResponse response, CancellationToken ct)
    {
        await response.Body.WriteAsync(Message.Pulse, ct);
        foreach (var missed in subscription.Missed)
        {
            await response.Body.WriteAsync(missed.Frame, ct);
        }

        await response.Body.FlushAsync(ct);
        var messages = subscription.Messages;
        while (true)
        {
            using var pulse = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var wait = messages.WaitToReadAsync(pulse.Token).AsTask();
            if (await Task.WhenAny(wait, Task.Delay(s_pulse, time, pulse.Token)) != wait)
            {
                await response.Body.WriteAsync(Message.Pulse, ct);
                await response.Body.FlushAsync(ct);
            }

            await pulse.CancelAsync();
            if (wait.IsCompletedSuccessfully && !await wait)
            {
                return;
            }

            ct.ThrowIfCancellationRequested();
            while (messages.TryRead(out var message))
            {
                await response.Body.WriteAsync(message.Frame, ct);
            }

            await response.Body.FlushAsync(ct);
        }
    }
}
