using System.Net;
using System.Text;
using System.Text.Json;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Reports;
using Distill.Server;
using Distill.Tests.Cli;
using Distill.Tests.Reports;
using Xunit;

namespace Distill.Tests.Server;

public sealed class DistillServerTests : IAsyncLifetime
{
    private const string Learning = "keen-owl-9";

    private readonly ServerFixture _server = new();

    public async ValueTask InitializeAsync()
    {
        await SomeStore.AddFinishedAsync(_server.Shell, 1);
        await SomeStore.AddFailedAsync(_server.Shell);
        await SomeStore.AddAsync(_server.Shell, Learning, JobState.Queued, "dataset: digits\nteacher: { network: cnn_8_16, training: { epochs: 4 } }\nstudent: cnn_4\ntraining: { epochs: 5 }\n");
        await _server.StartAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Finished => SomeReport.Large(1).Job;

    [Fact]
    public async Task A_server_with_a_readable_store_is_alive_and_ready()
    {
        Assert.Equal("live", (await _server.GetAsync("/health/live")).GetProperty("status").GetString());
        Assert.Equal("ready", (await _server.GetAsync("/health/ready")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Jobs_are_listed_the_latest_first_with_what_came_of_them()
    {
        var page = await _server.GetAsync("/api/v1/jobs");
        Assert.Equal(3, page.GetProperty("total").GetInt32());
        Assert.Equal(["calm-heron-8", Finished, Learning], Names(page));
        var finished = page.GetProperty("jobs")[1];
        Assert.Equal("finished", finished.GetProperty("state").GetString());
        Assert.Equal(SomeReport.Large(1).Students[0].Seeds[0].Student.Final.Top1, finished.GetProperty("students")[0].GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repetition()
    {
        var names = new List<string?>();
        var after = "";
        do
        {
            var page = await _server.GetAsync($"/api/v1/jobs?limit=1{after}");
            names.AddRange(Names(page));
            after = page.TryGetProperty("next", out var next) ? $"&after={next.GetString()}" : null;
        }
        while (after is not null);
        Assert.Equal(["calm-heron-8", Finished, Learning], names);
    }

    [Theory]
    [InlineData("state=failed", "calm-heron-8")]
    [InlineData("q=owl", Learning)]
    public async Task A_list_is_narrowed_by_state_and_words(string query, string job) => Assert.Equal([job], Names(await _server.GetAsync($"/api/v1/jobs?{query}")));

    [Fact]
    public async Task A_misspelt_state_is_answered_with_the_nearest_one() => Assert.Equal(
        "No job can be \"finishd\"; did you mean \"finished\"?", await _server.RefusalAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/api/v1/jobs?state=finishd"));

    [Fact]
    public async Task A_job_shows_its_stages_settings_and_report()
    {
        var job = await _server.GetAsync($"/api/v1/jobs/{Finished}");
        Assert.Equal("finished", job.GetProperty("progress").GetProperty("state").GetString());
        Assert.Contains("cnn_8_16", job.GetProperty("resolved").GetString(), StringComparison.Ordinal);
        Assert.Equal(Finished, job.GetProperty("report").GetProperty("job").GetString());
        Assert.Equal("delete", job.GetProperty("job").GetProperty("can")[0].GetString());
    }

    [Theory]
    [InlineData("/api/v1/jobs/calm-heron-9", "There is no job named \"calm-heron-9\" in this store; did you mean \"calm-heron-8\"?")]
    [InlineData("/api/v1/jobs/..%2flabels", "There is no job named \"..%2flabels\" in this store; /api/v1/jobs lists those that are.")]
    [InlineData("/jobs/keen-owl-9/report", "There is no report of a job named \"keen-owl-9\" in this store; a job has one when it has finished.")]
    [InlineData("/nowhere", null)]
    public async Task What_is_not_there_is_a_problem(string path, string? detail) => Assert.Equal(detail, await _server.RefusalAsync(HttpStatusCode.NotFound, HttpMethod.Get, path));

    [Fact]
    public async Task Who_has_an_answer_already_is_told_so_in_one_line()
    {
        using var first = await _server.SendAsync(HttpMethod.Get, "/api/v1/labels");
        using var second = await _server.SendAsync(HttpMethod.Get, "/api/v1/labels", headers: ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_comes_with_the_checksum_of_its_manifest_and_in_ranges()
    {
        var files = (await _server.GetAsync($"/api/v1/jobs/{Finished}/artifacts")).GetProperty("files");
        var weights = files.EnumerateArray().Single(file => file.GetProperty("path").GetString() == "student/model.safetensors");
        using var whole = await _server.SendAsync(HttpMethod.Get, weights.GetProperty("href").GetString()!);
        Assert.Equal(SomeStore.Weights(1), await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"\"{weights.GetProperty("sha256").GetString()}\"", whole.Headers.ETag?.ToString());
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition?.DispositionType);
        using var part = await _server.SendAsync(HttpMethod.Get, weights.GetProperty("href").GetString()!, headers: ("Range", "bytes=0-6"));
        Assert.Equal("weights", await part.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("../../access/tokens.json")]
    [InlineData("..%2f..%2faccess%2ftokens.json")]
    [InlineData("student/none")]
    public async Task No_path_leads_out_of_a_job(string path)
    {
        using var response = await _server.SendAsync(HttpMethod.Get, $"/api/v1/jobs/{Finished}/artifacts/{path}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_job_is_cancelled_and_resumed_and_what_makes_no_sense_is_refused()
    {
        using var cancelled = await _server.SendAsync(HttpMethod.Post, $"/api/v1/jobs/{Learning}/cancel");
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal(JobState.Cancelled, (await _server.Jobs.FindAsync(Learning, TestContext.Current.CancellationToken))!.State);
        using var resumed = await _server.SendAsync(HttpMethod.Post, $"/api/v1/jobs/{Learning}/resume");
        Assert.Equal(JobState.Queued, (await _server.Jobs.FindAsync(Learning, TestContext.Current.CancellationToken))!.State);
        Assert.Equal($"The job {Learning} is queued, so it cannot be deleted; cancel it first.", await _server.RefusalAsync(HttpStatusCode.Conflict, HttpMethod.Delete, $"/api/v1/jobs/{Learning}"));
        using var deleted = await _server.SendAsync(HttpMethod.Delete, "/api/v1/jobs/calm-heron-8");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.DoesNotContain("calm-heron-8", Names(await _server.GetAsync("/api/v1/jobs")));
    }

    [Fact]
    public async Task A_job_file_is_checked_with_the_places_of_its_problems()
    {
        using var response = await _server.SendAsync(HttpMethod.Post, "/api/v1/validate", new { yaml = "dataset: digits\nstudent: cnn_4\ntrainig: { epochs: 3 }\n" });
        var checkedJob = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"valid\":false", checkedJob, StringComparison.Ordinal);
        Assert.Contains("\"file\":\"job.yaml\",\"line\":3,\"column\":1", checkedJob, StringComparison.Ordinal);
        Assert.Contains("did you mean \\\"training\\\"", checkedJob, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_nobody_works_for_takes_no_job() => Assert.StartsWith(
        "This server only shows jobs", await _server.RefusalAsync(HttpStatusCode.Conflict, HttpMethod.Post, "/api/v1/jobs", new { yaml = JobExamples.Text("digits") }), StringComparison.Ordinal);

    [Fact]
    public async Task A_body_that_is_no_submission_is_refused()
    {
        Assert.StartsWith("The request cannot be read", await _server.RefusalAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/api/v1/validate", new { yml = "" }), StringComparison.Ordinal);
        Assert.StartsWith("The request is too large", await _server.RefusalAsync(HttpStatusCode.RequestEntityTooLarge, HttpMethod.Post, "/api/v1/validate", new { yaml = new string('x', 1 << 21) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_are_compared_by_the_settings_that_differ()
    {
        var comparison = await _server.GetAsync($"/api/v1/compare?jobs={Finished},{Learning}");
        Assert.Equal(2, comparison.GetProperty("jobs").GetArrayLength());
        Assert.NotEqual(0, comparison.GetProperty("settings").GetArrayLength());
    }

    [Fact]
    public async Task A_finished_job_shows_its_report_as_a_page_that_may_load_nothing()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, $"/jobs/{Finished}/report");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains(Finished, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_report_is_named_with_its_place()
    {
        await _server.Store.WriteAsync($"jobs/{Finished}/report.json", "{"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Contains("report.json:1  is not a report", await _server.RefusalAsync(HttpStatusCode.InternalServerError, HttpMethod.Get, $"/jobs/{Finished}/report"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/jobs")]
    [InlineData("/jobs/brisk-otter-7")]
    [InlineData("/compare?jobs=a,b")]
    [InlineData("/workers")]
    [InlineData("/labels")]
    [InlineData("/launch")]
    public async Task Every_page_runs_only_what_the_server_sent_and_has_a_twin_in_JSON(string page)
    {
        using var shell = await _server.SendAsync(HttpMethod.Get, page);
        Assert.Contains("script-src 'self'", shell.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("http", (await shell.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("/openapi", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var twin = await _server.SendAsync(HttpMethod.Get, page.Contains('?', StringComparison.Ordinal) ? page.Replace("?", ".json?", StringComparison.Ordinal) : page + ".json");
        Assert.Equal(HttpStatusCode.Redirect, twin.StatusCode);
        Assert.StartsWith("/api/v1/", twin.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_OpenAPI_document_has_every_route_of_the_API()
    {
        var paths = (await _server.GetAsync("/openapi/v1.json")).GetProperty("paths");
        foreach (var (method, path) in _server.Routes.Where(route => route.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            var operation = paths.GetProperty(path.Replace("{**", "{", StringComparison.Ordinal)).GetProperty(method.ToLowerInvariant());
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
        }
    }

    private static List<string?> Names(JsonElement page) => [.. page.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("name").GetString())];

    [Fact]
    public async Task Its_figures_are_text_for_Prometheus()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/metrics");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\ndistill_server_jobs{state=\"queued\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\ndistill_server_listeners 0\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? \d+(\.\d+)?)$", line));
    }
}
