using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Distill.Artifacts;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Server;
using Distill.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Distill.Tests.Server;

/// <summary>A server over a store of its own, and a client.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false });
    private WebApplication? _server;

    public Shell Shell { get; } = new();

    public FolderStore Store => field ??= new FolderStore(Shell.Store);

    public JobStore Jobs => new(Store);

    public async Task<ServerFixture> StartAsync(Func<ServerSettings, ServerSettings>? change = null)
    {
        var settings = new ServerSettings { Store = Store, Urls = "http://127.0.0.1:0", JobFolder = Shell.Folder };
        _server = await DistillServer.BuildAsync((change ?? (same => same))(settings), TestContext.Current.CancellationToken);
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _client.BaseAddress = new Uri(_server.Urls.Single());
        return this;
    }

    public string Address => _server!.Urls.Single();

    public IReadOnlyList<EndpointRoute> Routes => [.. ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)_server!).DataSources.SelectMany(source => source.Endpoints)
        .OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().Select(route => new EndpointRoute(
            route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods.Single() ?? "", route.RoutePattern.RawText!))];

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : body as HttpContent ?? JsonContent.Create(body);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <summary>The sentence of a problem, which has to be one.</summary>
    public async Task<string?> RefusalAsync(HttpStatusCode status, HttpMethod method, string path, object? body = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, path, body, token, headers);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return problem.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Store.Dispose();
        Shell.Dispose();
    }

    internal sealed record EndpointRoute(string Method, string Path);
}
