using Distill.Pipeline.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Distill.Acceptance.Servers;

public sealed class RabbitMqServerTests(SharedRabbitMq shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_keeps_its_data_when_it_is_killed_or_stopped_and_loses_it_when_it_is_wiped()
    {
        await using var server = await RabbitMqServer.StartAsync(Ct, "consumer_timeout = 60000");
        await WithChannelAsync(server.Address, channel => channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false, cancellationToken: Ct));
        await server.FlushDeclarationsAsync(Ct);

        await server.KillAsync(Ct);
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => ExistsAsync(server));
        await server.StartAgainAsync(Ct);
        Assert.True(await ExistsAsync(server));

        await server.StopAsync(Ct);
        await server.StartAgainAsync(Ct);
        Assert.True(await ExistsAsync(server));

        await server.WipeAsync(Ct);
        Assert.False(await ExistsAsync(server));
    }

    [Fact]
    public async Task Tests_can_share_a_node_without_meeting()
    {
        var server = await shared.GetAsync(Ct);
        var own = await server.AddVirtualHostAsync("own", Ct);

        await WithChannelAsync(own, channel => channel.QueueDeclareAsync("q", durable: true, exclusive: false, autoDelete: false, cancellationToken: Ct));

        Assert.Contains("q", await server.ControlAsync(Ct, "list_queues", "-p", "own", "name"), StringComparison.Ordinal);
        await server.ControlAsync(Ct, "delete_vhost", "own");
    }

    private static async Task<bool> ExistsAsync(RabbitMqServer server)
    {
        try
        {
            await WithChannelAsync(server.Address, channel => channel.QueueDeclarePassiveAsync("kept", Ct));
            return true;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == 404)
        {
            return false;
        }
    }

    private static async Task WithChannelAsync(BrokerAddress address, Func<IChannel, Task> action)
    {
        await using var connection = await address.ConnectionFactory("test").CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        await action(channel);
    }
}
