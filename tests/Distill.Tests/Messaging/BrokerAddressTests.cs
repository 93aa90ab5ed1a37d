using Distill.Pipeline.Messaging;
using Xunit;

namespace Distill.Tests.Messaging;

public sealed class BrokerAddressTests
{
    [Fact]
    public void Every_part_that_is_left_out_has_a_default() =>
        Assert.Equal(
            new BrokerAddress { Host = "broker", Port = 5672, VirtualHost = "/", UserName = "guest", Password = "guest", UseTls = false },
            BrokerAddress.Parse("amqp://broker"));

    [Fact]
    public void Every_part_can_be_given_with_any_character() =>
        Assert.Equal(
            new BrokerAddress { Host = "mq.example.org", Port = 5700, VirtualHost = "a/b", UserName = "me@home", Password = "p:/?#ss", UseTls = true },
            BrokerAddress.Parse("amqps://me%40home:p%3A%2F%3F%23ss@mq.example.org:5700/a%2Fb"));

    [Theory]
    [InlineData("amqps://broker", 5671, "amqps://broker:5671")]
    [InlineData("amqp://broker/", 5672, "amqp://broker:5672")]
    [InlineData("amqp://u:secret@broker/%2F", 5672, "amqp://broker:5672")]
    [InlineData("amqp://u:secret@[::1]:7/labels", 7, "amqp://[::1]:7/labels")]
    public void A_description_shows_no_credentials(string text, int port, string described)
    {
        var address = BrokerAddress.Parse(text);

        Assert.Equal((port, described, described), (address.Port, address.Describe, address.ToString()));
    }

    [Theory]
    [InlineData("", "it is not an address")]
    [InlineData("broker:5672", "its scheme is 'broker'")]
    [InlineData("amqp://", "it names no host")]
    [InlineData("amqp://u:secret#x@broker", "it is not an address")]
    [InlineData("http://broker", "its scheme is 'http'")]
    [InlineData("amqp://broker:0", "its port is 0")]
    [InlineData("amqp://broker:99999", "it is not an address")]
    [InlineData("amqp://broker/a/b", "its virtual host holds a slash")]
    [InlineData("amqp://broker/a?heartbeat=3", "something with ? or # follows the virtual host")]
    public void An_unusable_address_is_refused_without_being_shown(string text, string reason)
    {
        var refusal = Assert.Throws<BrokerAddressException>(() => BrokerAddress.Parse(text));

        Assert.Equal(
            $"The address of the broker cannot be used, because {reason}; write amqp://user:password@host:port/vhost (amqps:// for TLS), with special characters as %XX.",
            refusal.Message);
    }

    [Fact]
    public void Connections_check_the_certificate_and_do_not_recover_by_themselves()
    {
        var factory = (BrokerAddress.Parse("amqps://me:x@broker/v") with { Password = "from a file" }).ConnectionFactory("distill labels");

        Assert.Equal(("broker", 5671, "v", "me", "from a file"), (factory.HostName, factory.Port, factory.VirtualHost, factory.UserName, factory.Password));
        Assert.Equal((true, "broker", System.Net.Security.SslPolicyErrors.None), (factory.Ssl.Enabled, factory.Ssl.ServerName, factory.Ssl.AcceptablePolicyErrors));
        Assert.Equal((false, false, "distill labels"), (factory.AutomaticRecoveryEnabled, factory.TopologyRecoveryEnabled, factory.ClientProvidedName));
    }
}
