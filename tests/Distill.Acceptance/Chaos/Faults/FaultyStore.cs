using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Distill.Acceptance.Chaos.Faults;

/// <summary>Stands between workers and a blob store, and does to their requests what a bad day does.</summary>
internal sealed class FaultyStore : IAsyncDisposable
{
    private const double LostShare = 0.15;

    // What belongs to one connection and not to the message.
    private static readonly string[] s_own = ["Connection", "Host", "Keep-Alive", "Transfer-Encoding"];

    private readonly HttpClient _upstream = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Random _random;
    private readonly WebApplication _application;
    private readonly Uri _target;
    private TaskCompletionSource _over = new();
    private int _hurt;

    private FaultyStore(Uri target, int seed)
    {
        (_target, _random) = (target, new Random(seed));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>What is done to requests that come from now on.</summary>
    public StoreFault Fault { get; private set; }

    /// <summary>Requests that were hurt.</summary>
    public int Hurt => Volatile.Read(ref _hurt);

    /// <summary>The store's connection string with this in between.</summary>
    public string Address { get; private set; } = "";

    /// <param name="address">A connection string with a BlobEndpoint.</param>
    /// <param name="seed">Decides which answers are lost.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<FaultyStore> StartAsync(string address, int seed, CancellationToken ct)
    {
        var endpoint = new Uri(address.Split(';').Single(part => part.StartsWith("BlobEndpoint=", StringComparison.Ordinal))["BlobEndpoint=".Length..]);
        var store = new FaultyStore(new(endpoint.GetLeftPart(UriPartial.Authority)), seed);
        await store._application.StartAsync(ct);
        store.Address = address.Replace(endpoint.GetLeftPart(UriPartial.Authority), store._application.Urls.Single(), StringComparison.Ordinal);
        return store;
    }

    /// <summary>Begins a fault, or ends it.</summary>
    public void Set(StoreFault fault)
    {
        Fault = fault;
        Interlocked.Exchange(ref _over, new()).SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Set(StoreFault.None);
        await _application.DisposeAsync();
        _upstream.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (Fault)
        {
            case StoreFault.Busy:
                Interlocked.Increment(ref _hurt);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            case StoreFault.Hang:
                Interlocked.Increment(ref _hurt);
                await Volatile.Read(ref _over).Task.WaitAsync(context.RequestAborted);
                context.Abort();
                return;
            case StoreFault.LoseAnswers when !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && IsUnlucky():
                Interlocked.Increment(ref _hurt);
                using (await PassOnAsync(context))
                {
                    context.Abort();
                    return;
                }

            default:
                using (var answer = await PassOnAsync(context))
                {
                    await GiveAsync(answer, context.Response);
                }

                return;
        }
    }

    private bool IsUnlucky()
    {
        lock (_random)
        {
            return _random.NextDouble() < LostShare;
        }
    }

    private async Task<HttpResponseMessage> PassOnAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var request = new HttpRequestMessage(new(context.Request.Method), _target.GetLeftPart(UriPartial.Authority) + context.Features.Get<IHttpRequestFeature>()!.RawTarget);
        if (context.Request.ContentLength is not null)
        {
            request.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var (name, values) in context.Request.Headers.Where(header => !s_own.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        // Whoever asks may be gone: what was asked for is done all the same.
        return await _upstream.SendAsync(request, CancellationToken.None);
    }

    private static async Task GiveAsync(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !s_own.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(response.Body);
    }
}
