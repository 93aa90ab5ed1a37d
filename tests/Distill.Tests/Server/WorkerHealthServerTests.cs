using System.Net;
using Distill.Server;
using Distill.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Distill.Tests.Server;

public sealed class WorkerHealthServerTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly HttpClient _client = new();
    private readonly WebApplication _server;
    private string? _obstacle;

    public WorkerHealthServerTests() => _server = WorkerHealthServer.Build(new WorkerHealth("shed-1", "teacher", () => _obstacle, _time), port: 0);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(Ct);
        _client.BaseAddress = new Uri(_server.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_that_can_take_work_is_live_and_ready()
    {
        Assert.Equal("""{"status":"live"}""", await _client.GetStringAsync("/health/live", Ct));
        Assert.Equal("""{"status":"ready"}""", await _client.GetStringAsync("/health/ready", Ct));
        Assert.StartsWith("""{"version":"1.""", await _client.GetStringAsync("/version", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_obstacle_makes_it_not_ready_and_after_five_minutes_not_live()
    {
        _obstacle = "It cannot listen to the broker: no route to host.";
        Assert.Equal((HttpStatusCode.OK, true), await AskAsync("/health/live"));
        var (status, told) = await AskAsync("/health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (status, told));

        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), await AskAsync("/health/live"));

        _obstacle = null;
        Assert.Equal((HttpStatusCode.OK, true), await AskAsync("/health/live"));
        _obstacle = "It cannot listen to the broker: no route to host.";
        Assert.Equal((HttpStatusCode.OK, true), await AskAsync("/health/live"));
    }

    [Fact]
    public async Task Its_figures_are_text_for_Prometheus()
    {
        var text = await _client.GetStringAsync("/metrics", Ct);
        Assert.Matches("""(?m)^distill_worker_info\{id="shed-1",role="teacher",version="1\.[^"]*"\} 1$""", text);
        Assert.Contains("\ndistill_worker_ready 1\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? \d+(\.\d+)?)$", line));
        _obstacle = "It is ending.";
        Assert.Contains("\ndistill_worker_ready 0\n", await _client.GetStringAsync("/metrics", Ct), StringComparison.Ordinal);
    }

    // What it answers, and whether a refusal says why.
    private async Task<(HttpStatusCode Status, bool IsTold)> AskAsync(string path)
    {
        using var response = await _client.GetAsync(path, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return (response.StatusCode, response.IsSuccessStatusCode || text.Contains("no route to host", StringComparison.Ordinal));
    }
}
