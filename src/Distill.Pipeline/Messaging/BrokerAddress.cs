using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Distill.Pipeline.Messaging;

/// <summary>
/// Where the broker is and who asks: <c>amqp://user:password@host:port/vhost</c>, or <c>amqps://</c> for TLS. A change such as
/// <c>address with { Password = ... }</c> puts in a password from elsewhere.
/// </summary>
public sealed record BrokerAddress
{
    private const int DefaultPort = 5672;
    private const int DefaultTlsPort = 5671;

    /// <summary>A peer that says nothing for two of these is gone, and its connection with it.</summary>
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    // What is sent here is at most 256 KB, and a broker of ours takes 4 MB (max_message_size). The client takes all that any broker can be set
    // to: it closes the connection over a larger message, which then comes again, and nobody would get to the work behind it.
    internal const uint LargestMessage = 512 << 20;

    /// <summary>Name or IP address of the broker.</summary>
    public required string Host { get; init; }

    /// <summary>Its port; 5672, with TLS 5671.</summary>
    public required int Port { get; init; }

    /// <summary>The virtual host; <c>/</c> unless named.</summary>
    public string VirtualHost { get; init; } = "/";

    /// <summary>The user; <c>guest</c> unless named, which a broker accepts from its own machine only.</summary>
    public string UserName { get; init; } = "guest";

    /// <summary>The user's password; <c>guest</c> unless given.</summary>
    public string Password { get; init; } = "guest";

    /// <summary>Whether the connection is encrypted and the broker's certificate checked.</summary>
    public bool UseTls { get; init; }

    /// <summary>The address for people: without user and password.</summary>
    public string Describe => $"{(UseTls ? "amqps" : "amqp")}://{HostPart}:{Port}{(VirtualHost == "/" ? "" : "/" + Uri.EscapeDataString(VirtualHost))}";

    private string HostPart => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>Reads an address; user, password and virtual host may hold any character as <c>%XX</c>.</summary>
    /// <exception cref="BrokerAddressException">It is none.</exception>
    public static BrokerAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            throw Unusable("it is not an address");
        }

        var path = uri.AbsolutePath.TrimStart('/');
        var reason = uri switch
        {
            { Scheme: not ("amqp" or "amqps") } => $"its scheme is '{uri.Scheme}'",
            { Host: "" } => "it names no host",
            { Port: 0 } => "its port is 0",
            _ when uri.Query.Length > 0 || uri.Fragment.Length > 0 => "something with ? or # follows the virtual host",
            _ when path.Contains('/', StringComparison.Ordinal) => "its virtual host holds a slash",
            _ => null,
        };
        if (reason is not null)
        {
            throw Unusable(reason);
        }

        var tls = uri.Scheme == "amqps";
        var user = uri.UserInfo.Split(':', 2);
        return new()
        {
            Host = uri.Host.Trim('[', ']'),
            Port = uri.Port > 0 ? uri.Port : tls ? DefaultTlsPort : DefaultPort,
            VirtualHost = path.Length == 0 ? "/" : Uri.UnescapeDataString(path),
            UserName = user[0].Length == 0 ? "guest" : Uri.UnescapeDataString(user[0]),
            Password = user.Length < 2 ? "guest" : Uri.UnescapeDataString(user[1]),
            UseTls = tls,
        };
    }

    /// <summary>Connects once, to see whether that works.</summary>
    /// <returns>What the broker says that it is.</returns>
    /// <exception cref="BrokerAddressException">There is no broker at the address, or it does not let this user in.</exception>
    public async Task<string> GreetAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await ConnectionFactory("distill greeting").CreateConnectionAsync(ct);
            return string.Join(' ', new[] { "product", "version" }
                .Select(name => connection.ServerProperties is { } told && told.TryGetValue(name, out var value) && value is byte[] text ? Encoding.UTF8.GetString(text) : "")).Trim();
        }
        catch (Exception refusal) when (IsAway(refusal))
        {
            throw Away(refusal);
        }
    }

    /// <summary>Whether something failed because the broker is not there, or does not let this user in.</summary>
    internal static bool IsAway(Exception refusal) => refusal is BrokerUnreachableException or OperationInterruptedException or IOException;

    /// <summary>The same for people.</summary>
    internal BrokerAddressException Away(Exception refusal) => new($"The broker {Describe} cannot be reached: {(refusal.InnerException ?? refusal).Message.TrimEnd('.')}.");

    /// <summary>The same as <see cref="Describe"/>, so that no log shows a password.</summary>
    public override string ToString() => Describe;

    /// <summary>
    /// What connections of our own are made with. Recovery is off: it would read a stream again from where a consumer first began.
    /// </summary>
    /// <param name="name">What operators see as the connection's name.</param>
    internal ConnectionFactory ConnectionFactory(string name) => new()
    {
        HostName = Host,
        Port = Port,
        VirtualHost = VirtualHost,
        UserName = UserName,
        Password = Password,
        ClientProvidedName = name,
        MaxInboundMessageBodySize = LargestMessage,
        RequestedHeartbeat = s_heartbeat,
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        Ssl = new SslOption { Enabled = UseTls, ServerName = Host },
    };

    private static BrokerAddressException Unusable(string reason) => new(
        $"The address of the broker cannot be used, because {reason}; write amqp://user:password@host:port/vhost (amqps:// for TLS), with special characters as %XX.");
}
