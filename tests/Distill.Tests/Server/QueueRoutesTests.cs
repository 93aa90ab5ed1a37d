using System.Net;
using Distill.Pipeline.Messaging;
using Xunit;

namespace Distill.Tests.Server;

public sealed class QueueRoutesTests
{
    [Theory]
    [InlineData("GET", "/api/v1/queues")]
    [InlineData("GET", "/api/v1/queues/failed")]
    [InlineData("POST", "/api/v1/queues/retry?message=m")]
    public async Task A_broker_that_is_away_is_told_of_in_a_sentence(string method, string path)
    {
        await using var server = new ServerFixture();
        await server.StartAsync(settings => settings with { Broker = BrokerAddress.Parse("amqp://somebody:hunter2@127.0.0.1:9") });

        var refusal = await server.RefusalAsync(HttpStatusCode.ServiceUnavailable, new HttpMethod(method), path);

        Assert.StartsWith("The broker amqp://127.0.0.1:9 cannot be reached", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", refusal, StringComparison.Ordinal);
    }
}
