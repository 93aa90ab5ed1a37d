using System.Globalization;
using Distill.Acceptance.Servers;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Messaging;

/// <summary>Messages that failed, at a real broker: each is seen with its reason, put back or removed by itself, and the others stay as they are.</summary>
public sealed class QueueDeskTests(SharedRabbitMq broker)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_failed_message_is_shown_and_put_back_or_removed_by_itself()
    {
        var address = await (await broker.GetAsync(Ct)).AddVirtualHostAsync("desk", Ct);
        await using var connection = await address.ConnectionFactory("test").CreateConnectionAsync(Ct);
        await using var channel = await FailedMessages.PutAsync(connection, 4, Ct);

        using var folder = new TemporaryFolder();
        using var store = new FolderStore(folder.Path);
        var jobs = new JobStore(store);
        await using var desk = new QueueDesk(address, jobs, new WorkerRegistry(jobs, TimeProvider.System));

        // More often than a message may be delivered.
        for (var look = 0; look < 5; look++)
        {
            var shown = await SettledAsync(desk, 4);
            Assert.Equal(["message-1", "message-2", "message-3", "message-4"], shown.Select(message => message.Id));
            Assert.Equal((FailedMessages.Queue, "job-2", "Reason 2.", DateTimeOffset.Parse("2026-11-22T10:00:00Z", CultureInfo.InvariantCulture)), (shown[1].Queue, shown[1].Job, shown[1].Why, shown[1].Time!.Value));
        }

        Assert.Equal(1, await desk.RetryAsync("message-2", Ct));
        Assert.Equal(1, await desk.DiscardAsync("message-4", Ct));
        Assert.Equal(0, await desk.DiscardAsync("message-2", Ct));
        Assert.Equal(["message-1", "message-3"], (await SettledAsync(desk, 2)).Select(message => message.Id));
        var back = (await channel.BasicGetAsync(FailedMessages.Queue, autoAck: true, Ct))!;
        Assert.Equal("message-2", back.BasicProperties.MessageId);
        // Broker and client add headers of their own, which begin with x-.
        Assert.Equal(["kept"], back.BasicProperties.Headers!.Keys.Where(name => !name.StartsWith("x-", StringComparison.Ordinal)));
        Assert.Equal(2, await desk.RetryAsync(null, Ct));
        Assert.Empty(await SettledAsync(desk, 0));
    }

    // A broker counts a little later than it confirms.
    private static async Task<IReadOnlyList<FailedMessage>> SettledAsync(QueueDesk desk, int count)
    {
        IReadOnlyList<FailedMessage> shown;
        do
        {
            shown = await desk.LookAsync(Ct);
        }
        while (shown.Count != count);
        return shown;
    }
}
