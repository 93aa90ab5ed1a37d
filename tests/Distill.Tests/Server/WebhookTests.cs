using System.Net.Http.Json;
using System.Text.Json;
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
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var webhook = builder.Build();
        webhook.Run(async context => told.TrySetResult(await context.Request.ReadFromJsonAsync<JsonElement>(ct)));
        await webhook.StartAsync(ct);
        await using var server = new ServerFixture();
        await SomeStore.AddAsync(server.Shell, "calm-heron-8", JobState.Learning);
        await server.StartAsync(settings => settings with { Webhooks = [new Uri(webhook.Urls.Single())] });
        await using var list = new StreamReading(await server.SendAsync(HttpMethod.Get, "/api/v1/events"));

        await new AlertBook(server.Jobs, new JobEvents(server.Jobs, "worker-1", TimeProvider.System)).RaiseAsync("calm-heron-8", new Alert(Alert.Stalled, "Nothing has moved."), ct);

        var news = await told.Task.WaitAsync(TimeSpan.FromMinutes(1), ct);
        Assert.Equal(("calm-heron-8", "stalled", "calm-heron-8: Nothing has moved."), (news.GetProperty("job").GetString(), news.GetProperty("alert").GetString(), news.GetProperty("text").GetString()));
        Assert.Contains("Nothing has moved.", (await list.NextAsync("alert")).Data, StringComparison.Ordinal);
    }
}
