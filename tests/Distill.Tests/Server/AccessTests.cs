using System.Net;
using Distill.Jobs;
using Distill.Server;
using Distill.Server.Access;
using Distill.Tests.Cli;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Server;

public sealed class AccessTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();
    private readonly Dictionary<Right, string> _tokens = [];

    public async ValueTask InitializeAsync()
    {
        await SomeStore.AddAsync(_server.Shell, "brisk-otter-7", JobState.Queued);
        var book = new TokenBook(_server.Store, TimeProvider.System);
        foreach (var right in Enum.GetValues<Right>())
        {
            _tokens[right] = (await book.CreateAsync($"a {right}", right, TestContext.Current.CancellationToken)).Token;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(null, "GET", "/api/v1/jobs", HttpStatusCode.Unauthorized)]
    [InlineData(null, "GET", "/jobs/brisk-otter-7/report", HttpStatusCode.Unauthorized)]
    [InlineData(null, "GET", "/health/live", HttpStatusCode.OK)]
    [InlineData(null, "GET", "/metrics", HttpStatusCode.Unauthorized)]
    [InlineData(Right.Read, "GET", "/metrics", HttpStatusCode.OK)]
    [InlineData(null, "GET", "/jobs", HttpStatusCode.OK)]
    [InlineData(Right.Read, "GET", "/api/v1/jobs", HttpStatusCode.OK)]
    [InlineData(Right.Read, "POST", "/api/v1/jobs/brisk-otter-7/cancel", HttpStatusCode.Forbidden)]
    [InlineData(Right.Submit, "POST", "/api/v1/jobs/brisk-otter-7/cancel", HttpStatusCode.OK)]
    [InlineData(Right.Submit, "DELETE", "/api/v1/jobs/brisk-otter-7", HttpStatusCode.Forbidden)]
    [InlineData(Right.Submit, "POST", "/api/v1/queues/discard", HttpStatusCode.Forbidden)]
    [InlineData(Right.Admin, "POST", "/api/v1/queues/discard", HttpStatusCode.Conflict)]
    public async Task A_token_opens_what_its_right_holds(Right? right, string method, string path, HttpStatusCode status)
    {
        await _server.StartAsync(settings => settings with { RequireToken = true });
        using var response = await _server.SendAsync(new HttpMethod(method), path, token: right is { } held ? _tokens[held] : null);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_token_that_was_made_elsewhere_is_taken_once_and_opens_everything()
    {
        var token = new string('s', 32);
        var book = new TokenBook(_server.Store, TimeProvider.System);
        for (var start = 0; start < 2; start++)
        {
            await book.AdoptAsync(token, "first", Right.Admin, TestContext.Current.CancellationToken);
        }

        await _server.StartAsync(settings => settings with { RequireToken = true });

        Assert.Single(await book.ListAsync(TestContext.Current.CancellationToken), record => record.Name == "first");
        using var response = await _server.SendAsync(HttpMethod.Post, "/api/v1/queues/discard", token: token);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("long enough, yet of several words that nobody could send")]
    public async Task What_cannot_be_a_token_is_not_taken(string token) => await Assert.ThrowsAsync<ArgumentException>(
        () => new TokenBook(_server.Store, TimeProvider.System).AdoptAsync(token, "first", Right.Admin, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Who_lacks_a_right_is_told_which_and_how_to_get_it()
    {
        await _server.StartAsync(settings => settings with { RequireToken = true });
        Assert.Equal(
            "The token \"a Read\" has the right to read, and this takes the right to submit; `distill token create --right submit` makes one that has it.",
            await _server.RefusalAsync(HttpStatusCode.Forbidden, HttpMethod.Post, "/api/v1/jobs", new { yaml = "" }, _tokens[Right.Read]));
    }

    [Fact]
    public async Task A_token_that_is_none_is_refused_even_where_none_is_asked_for()
    {
        await _server.StartAsync();
        Assert.StartsWith("The token is not one of this server", await _server.RefusalAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "/api/v1/jobs", token: "distill_0_0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_opens_nothing_and_the_store_has_hashes_only()
    {
        var (time, ct) = (new ManualTime(), TestContext.Current.CancellationToken);
        var book = new TokenBook(_server.Store, time);
        var (token, record) = await book.CreateAsync("laptop", Right.Admin, ct);
        Assert.Equal(record, await book.FindAsync(token, ct));
        Assert.True(await book.RevokeAsync(record.Id, ct));
        Assert.Null(await book.FindAsync(token, ct));
        var stored = System.Text.Encoding.UTF8.GetString((await _server.Store.ReadAsync(TokenBook.Path, ct))!.Content.Span);
        Assert.All(_tokens.Values, secret => Assert.DoesNotContain(secret.Split('_')[2], stored, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        await _server.StartAsync();
        Assert.StartsWith("This request comes from a page of another site", await _server.RefusalAsync(HttpStatusCode.Forbidden, HttpMethod.Post, "/api/v1/jobs/brisk-otter-7/cancel", headers: (header, value)), StringComparison.Ordinal);
        Assert.Equal(JobState.Queued, (await _server.Jobs.FindAsync("brisk-otter-7", TestContext.Current.CancellationToken))!.State);
    }

    [Fact]
    public async Task A_page_elsewhere_cannot_reach_the_server_by_a_name_of_its_own()
    {
        await _server.StartAsync();
        using var response = await _server.SendAsync(HttpMethod.Get, "/api/v1/jobs", headers: ("Host", "evil.example"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_caller_that_asks_too_much_is_told_to_wait()
    {
        await _server.StartAsync();
        var last = HttpStatusCode.OK;
        for (var asked = 0; asked < 200 && last != HttpStatusCode.TooManyRequests; asked++)
        {
            using var response = await _server.SendAsync(HttpMethod.Post, "/api/v1/jobs/nobody/cancel");
            last = response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://127.0.0.1:0;http://*:80")]
    [InlineData("http://192.0.2.1:80")]
    public async Task Others_can_reach_a_server_only_once_there_are_tokens(string urls)
    {
        var (time, ct) = (TimeProvider.System, TestContext.Current.CancellationToken);
        await using var built = await DistillServer.BuildAsync(new ServerSettings { Store = _server.Store, Urls = urls }, ct);
        var book = new TokenBook(_server.Store, time);
        foreach (var token in await book.ListAsync(ct))
        {
            await book.RevokeAsync(token.Id, ct);
        }

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => DistillServer.BuildAsync(new ServerSettings { Store = _server.Store, Urls = urls }, ct));
        Assert.Contains("distill token create", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("")]
    public async Task What_is_no_address_is_refused(string urls) => await Assert.ThrowsAsync<ArgumentException>(() =>
        DistillServer.BuildAsync(new ServerSettings { Store = _server.Store, Urls = urls }, TestContext.Current.CancellationToken));
}
