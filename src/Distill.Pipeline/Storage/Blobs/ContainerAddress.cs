using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>A container and how to get into it.</summary>
/// <param name="connect">Makes the client; called with options in which only the transport may be set.</param>
/// <param name="prefix">What all names in it begin with: empty, or ending with a slash.</param>
internal sealed class ContainerAddress(Func<BlobClientOptions, BlobContainerClient> connect, string prefix)
{
    public string Prefix => prefix;

    /// <summary>The address without any secret.</summary>
    public string Shown => $"{Connect(null).Uri.GetLeftPart(UriPartial.Path)}/{prefix}".TrimEnd('/');

    /// <summary>The client; its own retries are off.</summary>
    /// <param name="transport">In place of the network; null for that.</param>
    public BlobContainerClient Connect(HttpPipelineTransport? transport)
    {
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.Mode = RetryMode.Fixed;
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return connect(options);
    }

    /// <exception cref="StoreException">The service would refuse this name.</exception>
    public static string CheckName(string container) =>
        container.Length is >= 3 and <= 63 && container.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && container[0] != '-' && container[^1] != '-' && !container.Contains("--", StringComparison.Ordinal)
            ? container
            : throw new StoreException(
                $"The store's container is called \"{container}\", which is no name for one: use 3 to 63 lower-case letters, digits and single hyphens.");

    /// <summary>The SDK would take the account in the path for the container.</summary>
    public static StoreException NotFound(Uri address) => new(
        $"The store's address has the account in the path of {address.Host}:{address.Port}, where it is looked for only at IP addresses and at port 10000: give the emulator that port.");

    /// <summary>The same text with this machine's address for its name: the SDK looks for the account in the path only below addresses.</summary>
    public static string WithoutLocalName(string text) =>
        text.Replace("http://localhost:", "http://127.0.0.1:", StringComparison.OrdinalIgnoreCase);
}
