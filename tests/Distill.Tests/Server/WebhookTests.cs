using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Distill.Jobs;
using Distill.Pipeline.Alerts;
using Distill.Pipeline.Jobs;
using Distill.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Distill.Tests.Server;

public sealed class WebhookTests
{
    [Fact]
    public async Task An_alert_reaches_the_list_and_the_addresses_that_were_named()
    {
        var ct = TestContext.Current.CancellationToken;
        var told = new TaskCompletionSource<JsonElement>();
        await using var webhook = await ListenAsync(message => told.TrySetResult(message));
        await using var server = new ServerFixture();
        await SomeStore.AddAsync(server.Shell, "calm-heron-8", JobState.Learning);
        await server.StartAsync(settings => settings with { Webhooks = [new Uri(webhook.Urls.Single())] });
        await using var list = new StreamReading(await server.SendAsync(HttpMethod.Get, "/api/v1/events"));

        await new AlertBook(server.Jobs, new JobEvents(server.Jobs, "worker-1", TimeProvider.System)).RaiseAsync("calm-heron-8", new Alert(Alert.Stalled, "Nothing has moved."), ct);

        var news = await told.Task.WaitAsync(TimeSpan.FromMinutes(1), ct);
        Assert.Equal(("calm-heron-8", "stalled", "calm-heron-8: Nothing has moved."), (news.GetProperty("job").GetString(), news.GetProperty("alert").GetString(), news.GetProperty("text").GetString()));
        Assert.Contains("Nothing has moved.", (await list.NextAsync("alert")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_that_comes_when_the_job_has_ended_is_told_even_where_the_job_was_never_seen_at_work()
    {
        var ct = TestContext.Current.CancellationToken;
        var told = Channel.CreateUnbounded<string>();
        await using var webhook = await ListenAsync(message => told.Writer.TryWrite(message.GetProperty("text").GetString()!));
        await using var server = new ServerFixture();
        var book = new AlertBook(server.Jobs, new JobEvents(server.Jobs, "worker-1", TimeProvider.System));
        await SomeStore.AddAsync(server.Shell, "followed", JobState.Learning);
        await server.StartAsync(settings => settings with { Webhooks = [new Uri(webhook.Urls.Single())] });

        await book.RaiseAsync("followed", new Alert(Alert.Stalled, "It stands."), ct);
        var first = await NextAsync();
        await server.Jobs.UpdateAsync("followed", job => job with { State = JobState.Failed, Failure = "It broke." }, ct);
        await book.RaiseAsync("followed", new Alert(Alert.NotANumber, "It broke."), ct);
        var ofTheFollowed = await NextAsync();
        await SomeStore.AddAsync(server.Shell, "sudden", JobState.Failed);
        await book.RaiseAsync("sudden", new Alert(Alert.NotANumber, "It broke, too."), ct);
        var ofTheSudden = await NextAsync();

        Assert.Equal(("followed: It stands.", "followed: It broke.", "sudden: It broke, too."), (first, ofTheFollowed, ofTheSudden));

        Task<string> NextAsync() => told.Reader.ReadAsync(ct).AsTask().WaitAsync(TimeSpan.FromMinutes(1), ct);
    }

    private static async Task<WebApplication> ListenAsync(Action<JsonElement> hear)
    {
        var ct = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var webhook = builder.Build();
        webhook.Run(async context => hear(await context.Request.ReadFromJsonAsync<JsonElement>(ct)));
        await webhook.StartAsync(ct);
        return webhook;
    }
}
