using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Distill.Artifacts;
using Distill.Reports;
using Distill.Server;
using Distill.Tests.Reports;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Distill.Tests.Server;

public sealed class DistillServerTests : IAsyncLifetime
{
    private readonly MemoryStore _store = new();
    private readonly HttpClient _client = new();
    private readonly WebApplication _server;

    public DistillServerTests()
    {
        _store.Texts["jobs/calm-heron-8/state.json"] = """{"job":"calm-heron-8","state":"finished"}""";
        _store.Texts["jobs/calm-heron-8/report.json"] = ReportJson.Write(SomeReport.Small());
        _store.Texts["jobs/brisk-otter-7/job.yaml"] = "";
        _store.Texts["jobs/brisk-otter-7/state.json"] = """{"job":"brisk-otter-7","state":"learning"}""";
        _store.Texts["labels/f0/manifest.json"] = "{}";
        _server = DistillServer.Build(_store, "http://127.0.0.1:0");
    }

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _client.BaseAddress = new Uri(_server.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_live_server_says_so() => Assert.Equal("""{"status":"live"}""", await Text("/health/live"));

    [Fact]
    public async Task A_server_with_a_readable_store_is_ready() => Assert.Equal("""{"status":"ready"}""", await Text("/health/ready"));

    [Fact]
    public async Task A_store_that_refuses_makes_the_server_not_ready_but_alive()
    {
        _store.Refusal = new StoreException("The folder /store cannot be read: permission denied; give this user access.");
        await AssertProblem("/health/ready", HttpStatusCode.ServiceUnavailable, "The folder /store cannot be read: permission denied; give this user access.");
        Assert.Equal("""{"status":"live"}""", await Text("/health/live"));
    }

    [Fact]
    public async Task The_version_is_that_of_the_program() => Assert.StartsWith("""{"version":"1.""", await Text("/version"), StringComparison.Ordinal);

    [Fact]
    public async Task Jobs_are_listed_by_name() => Assert.Equal(
        """{"jobs":[{"name":"brisk-otter-7","self":"/api/v1/jobs/brisk-otter-7"},{"name":"calm-heron-8","self":"/api/v1/jobs/calm-heron-8"}]}""",
        await Text("/api/v1/jobs"));

    [Theory]
    [InlineData("calm-heron-8", "finished", "\"/jobs/calm-heron-8/report\"")]
    [InlineData("brisk-otter-7", "learning", "null")]
    public async Task A_job_shows_its_state_and_where_its_report_is(string job, string state, string report) => Assert.Equal(
        $$"""{"name":"{{job}}","state":{"job":"{{job}}","state":"{{state}}"},"report":{{report}}}""",
        await Text($"/api/v1/jobs/{job}"));

    [Fact]
    public async Task A_finished_job_shows_its_report_as_a_page_that_may_load_nothing()
    {
        var response = await _client.GetAsync("/jobs/calm-heron-8/report", TestContext.Current.CancellationToken);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(ReportPage.Render(SomeReport.Small()), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/api/v1/jobs/nobody", "There is no job named \"nobody\" in this store; /api/v1/jobs lists those that are.")]
    [InlineData("/api/v1/jobs/..%2flabels", "There is no job named \"..%2flabels\" in this store; /api/v1/jobs lists those that are.")]
    [InlineData("/jobs/brisk-otter-7/report", "There is no report of a job named \"brisk-otter-7\" in this store; a job has one when it has finished.")]
    [InlineData("/nowhere", null)]
    public async Task What_is_not_there_is_a_problem(string path, string? detail) => await AssertProblem(path, HttpStatusCode.NotFound, detail);

    [Fact]
    public async Task A_damaged_report_is_named_with_its_place()
    {
        _store.Texts["jobs/calm-heron-8/report.json"] = "{";
        var problem = await Problem("/jobs/calm-heron-8/report", HttpStatusCode.InternalServerError);
        Assert.StartsWith("memory/jobs/calm-heron-8/report.json:1  is not a report", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_state_is_named_with_its_place()
    {
        _store.Texts["jobs/calm-heron-8/state.json"] = "{";
        await AssertProblem("/api/v1/jobs/calm-heron-8", HttpStatusCode.InternalServerError, "memory/jobs/calm-heron-8/state.json:1  is not JSON: run the job again to have it written anew.");
    }

    [Fact]
    public async Task Nothing_can_be_written()
    {
        var response = await _client.PostAsync("/api/v1/jobs", content: null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_page_elsewhere_cannot_reach_the_server_by_a_name_of_its_own()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs");
        request.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://127.0.0.1:0;http://*:80")]
    [InlineData("https://127.0.0.1:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("")]
    public void Only_addresses_of_this_machine_are_listened_on(string urls) =>
        Assert.Throws<ArgumentException>(() => DistillServer.Build(_store, urls));

    private Task<string> Text(string path) => _client.GetStringAsync(path, TestContext.Current.CancellationToken);

    private async Task<JsonElement> Problem(string path, HttpStatusCode status)
    {
        var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task AssertProblem(string path, HttpStatusCode status, string? detail)
    {
        var problem = await Problem(path, status);
        Assert.Equal(detail, problem.TryGetProperty("detail", out var text) ? text.GetString() : null);
    }
}
