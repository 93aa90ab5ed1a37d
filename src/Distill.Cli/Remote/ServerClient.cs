using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Distill.Artifacts;

namespace Distill.Cli.Remote;

/// <summary>Speaks with the API of a server, and turns its refusals into sentences and exit codes.</summary>
internal sealed class ServerClient(Uri server, string? token, TimeProvider time) : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    // Of the largest piece, 4 MB, four go side by side: enough for a link of 300 kbit/s.
    private static readonly TimeSpan s_patienceWithPieces = TimeSpan.FromMinutes(8);

    private readonly HttpClient _client = new()
    {
        Timeout = Timeout.InfiniteTimeSpan,
        BaseAddress = new Uri(server, "/api/v1/"),
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    public Uri Address => server;

    /// <summary>The answer; null where there is none of that name.</summary>
    /// <exception cref="CommandException">The server refuses.</exception>
    /// <exception cref="StoreException">The server cannot be reached, or cannot reach its own store.</exception>
    public async Task<HttpResponseMessage?> SendAsync(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        var response = await AskAsync(method, path, body, ct);
        // A server lets one caller change so much in a second, and says when to come again.
        for (; response is { StatusCode: HttpStatusCode.TooManyRequests, Headers.RetryAfter.Delta: { } pause }; response = await AskAsync(method, path, body, ct))
        {
            response.Dispose();
            await Task.Delay(pause, time, ct);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var detail = await DetailAsync(response, ct);
            return response.StatusCode switch
            {
                HttpStatusCode.NotFound => null,
                HttpStatusCode.ServiceUnavailable => throw new StoreException(detail) { IsTransient = true },
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new CommandException(ExitCode.Failed, detail),
                HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => throw new CommandException(ExitCode.BadInput, detail),
                _ => throw new CommandException(ExitCode.Failed, detail),
            };
        }
    }

    public async Task<JsonElement?> GetAsync(string path, CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Get, path, body: null, ct);
        return response is null ? null : await ReachAsync(stop => response.Content.ReadFromJsonAsync<JsonElement>(stop), s_patience, ct);
    }

    /// <summary>The content of an answer.</summary>
    /// <exception cref="StoreException">The connection breaks.</exception>
    public Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken ct) => ReachAsync(stop => response.Content.ReadAsByteArrayAsync(stop), s_patienceWithPieces, ct);

    /// <summary>A list of the API as the records that the program itself knows.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string path, string property, CancellationToken ct) =>
        await GetAsync(path, ct) is { } answer ? answer.GetProperty(property).Deserialize<IReadOnlyList<T>>(s_json)! : [];

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : body is ReadOnlyMemory<byte> bytes ? new ReadOnlyMemoryContent(bytes) : JsonContent.Create(body, options: s_json),
        };
        return await ReachAsync(
            stop => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop), body is ReadOnlyMemory<byte> ? s_patienceWithPieces : s_patience, ct);
    }

    private async Task<T> ReachAsync<T>(Func<CancellationToken, Task<T>> ask, TimeSpan patience, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return await ask(stop.Token);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException)
        {
            throw new StoreException($"The server {server} cannot be reached: {unreachable.Message.TrimEnd('.')}; check --server (DISTILL__Server).", unreachable) { IsTransient = true };
        }
        catch (OperationCanceledException silent) when (!ct.IsCancellationRequested)
        {
            throw new StoreException($"The server {server} did not answer within {patience.TotalMinutes:0} minutes; look at it and at the connection, and try again.", silent) { IsTransient = true };
        }
    }

    private async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            var problem = await ReachAsync(stop => response.Content.ReadFromJsonAsync<JsonElement>(stop), s_patience, ct);
            if (problem.TryGetProperty("detail", out var detail) && detail.GetString() is { } sentence)
            {
                return sentence;
            }
        }

        return $"The server {server} answered with {(int)response.StatusCode} {response.ReasonPhrase}; check that --server names a Distill server.";
    }
}
