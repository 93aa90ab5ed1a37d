using System.Net;
using System.Net.Sockets;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>
/// Which blob endpoints may be spoken to without encryption: those of this machine, and of one private host that somebody has named on purpose,
/// such as an emulator in a network of containers. A host is named and not just "http is fine", so that another address is refused again.
/// </summary>
internal static class PlainHttp
{
    // Names that no public name server answers for.
    private static readonly string[] s_privateEndings = [".local", ".internal", ".svc"];

    /// <summary>Whether what is sent there is encrypted, or stays where it may be read.</summary>
    /// <param name="endpoint">Where it is sent.</param>
    /// <param name="host">The private host that was named; null for none.</param>
    public static bool Allows(Uri endpoint, string? host) =>
        endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && (endpoint.IsLoopback || Is(endpoint, host)));

    /// <summary>Whether an address is on the named host.</summary>
    public static bool Is(Uri endpoint, string? host) => host is not null && endpoint.Host.Trim('[', ']').Equals(host, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="StoreException">The host is not a private one.</exception>
    public static string CheckHost(string host)
    {
        var isPrivate = IPAddress.TryParse(host, out var address) ? IsPrivate(address) : Uri.CheckHostName(host) == UriHostNameType.Dns && IsPrivate(host);
        return isPrivate ? host : throw new StoreException(
            $"\"{host}\" is no private host, and only to one may data go without encryption: name a host without dots (a service of a composition), one that ends with .local, .internal or .svc, or a private IP address.");
    }

    private static bool IsPrivate(string name) =>
        !name.Contains('.', StringComparison.Ordinal) || s_privateEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsPrivate(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6UniqueLocal
        : address.GetAddressBytes() is [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..];
}
