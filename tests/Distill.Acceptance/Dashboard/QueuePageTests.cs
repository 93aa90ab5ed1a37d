using Distill.Acceptance.Messaging;
using Distill.Acceptance.Servers;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Xunit;

namespace Distill.Acceptance.Dashboard;

/// <summary>The page of workers and queues over a real broker.</summary>
public sealed class QueuePageTests(SharedRabbitMq broker)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_tells_what_workers_hold_and_why_messages_failed_and_puts_one_back()
    {
        if (Chromium.Missing is { } why)
        {
            Assert.Skip(why);
        }

        var address = await (await broker.GetAsync(Stop)).AddVirtualHostAsync("page", Stop);
        await using var connection = await address.ConnectionFactory("test").CreateConnectionAsync(Stop);
        await using var channel = await FailedMessages.PutAsync(connection, 3, Stop);
        using var files = new SmallJob();
        using var store = new FolderStore(files.Store("shared"));
        await new WorkerRegistry(new JobStore(store), TimeProvider.System).WriteAsync(
            new WorkerRecord
            {
                Id = "shed-1",
                Role = "student",
                Route = "a1b2",
                Protocol = 1,
                Started = TimeProvider.System.GetUtcNow(),
                Seen = TimeProvider.System.GetUtcNow(),
                MemoryBytes = 1 << 30,
                Holds = [new HeldWork("small", "trains student-2", TimeProvider.System.GetUtcNow())],
                DonePerMinute = 12.5,
            }, Stop);
        var url = $"http://127.0.0.1:{FreePort.Several(1)[0]}";
        using var server = new DistillProcess(files.Store("shared"), new Dictionary<string, string> { ["DISTILL__Broker"] = address.Describe }, "server", "--urls", url);
        Assert.True(await server.SeesAsync(line => line.Contains("Ctrl-C", StringComparison.Ordinal), Stop), server.Latest);
        using var chromium = await Chromium.StartAsync(Stop);
        await using var page = await chromium.OpenAsync(url + "/workers", 1280, 900, isDark: false, Stop);

        await page.SeesAsync("document.querySelector('.workers')?.innerText.includes('small trains student-2') && document.querySelector('.workers').innerText.includes('12.5')", Stop);
        await page.SeesAsync("document.querySelectorAll('.failures tbody tr').length === 3", Stop);
        Assert.Contains("Reason 2.", (await page.EvaluateAsync("document.querySelector('[data-message=message-2]').innerText", Stop)).GetString(), StringComparison.Ordinal);
        await page.PressAsync("[data-message=message-2] button", "Retry", Stop);
        await page.PressAsync("dialog button.danger", "Put back", Stop);
        await page.SeesAsync("document.querySelectorAll('.failures tbody tr').length === 2 && !document.querySelector('[data-message=message-2]')", Stop);
        Assert.Equal("message-2", (await channel.BasicGetAsync(FailedMessages.Queue, autoAck: true, Stop))!.BasicProperties.MessageId);
        Assert.Empty(page.Complaints);
    }
}
