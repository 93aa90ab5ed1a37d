using Azure.Identity;
using Azure.Storage.Blobs;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>Reads the address of a container, perhaps with a prefix and a shared access signature.</summary>
internal static class ContainerUrl
{
    /// <param name="text">The address.</param>
    /// <param name="plainHttpHost">The private host that may be spoken to without encryption; null for none.</param>
    /// <exception cref="StoreException">It cannot be used; the sentence leaves the signature out.</exception>
    public static ContainerAddress Parse(string text, string? plainHttpHost)
    {
        var shown = text.Split('?')[0];
        shown = shown.Contains('@') ? shown[(shown.LastIndexOf('@') + 1)..] : shown;
        if (!Uri.TryCreate(ContainerAddress.WithoutLocalName(text), UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
        {
            throw new StoreException($"The store's address {shown} cannot be read: write it as https://ACCOUNT.blob.core.windows.net/CONTAINER.");
        }

        if (!PlainHttp.Allows(url, plainHttpHost))
        {
            throw new StoreException($"The store's address {shown} is not encrypted: use https; http is for this machine and the host of DISTILL__StorePlainHttp only.");
        }

        // Emulators have the account in the path and not in the host's name.
        var parts = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var account = url.IsLoopback || PlainHttp.Is(url, plainHttpHost) || Uri.CheckHostName(url.Host) is UriHostNameType.IPv4 or UriHostNameType.IPv6 ? 1 : 0;
        if (parts.Length <= account)
        {
            throw new StoreException($"The store's address {shown} names no container: put its name behind the account, as in https://ACCOUNT.blob.core.windows.net/CONTAINER.");
        }

        ContainerAddress.CheckName(parts[account]);
        var endpoint = new UriBuilder(url) { Path = string.Join('/', parts[..(account + 1)]) }.Uri;
        if (new BlobUriBuilder(endpoint).BlobContainerName != parts[account])
        {
            throw ContainerAddress.NotFound(endpoint);
        }

        return new ContainerAddress(Connection(endpoint, shown), PrefixOf(parts[(account + 1)..], shown));
    }

    private static Func<BlobClientOptions, BlobContainerClient> Connection(Uri endpoint, string shown)
    {
        if (endpoint.Query.Contains("sig=", StringComparison.Ordinal))
        {
            return options => new BlobContainerClient(endpoint, options);
        }

        if (endpoint.Query.Length > 1)
        {
            throw new StoreException($"The store's address {shown} has a query without a signature (sig=): copy the whole address, and put it in quotes.");
        }

        return endpoint.Scheme == Uri.UriSchemeHttps
            ? options => new BlobContainerClient(endpoint, new DefaultAzureCredential(), options)
            : throw new StoreException($"The store's address {shown} needs a signature, because an identity is never sent without encryption: add one or use a connection string.");
    }

    private static string PrefixOf(string[] parts, string shown)
    {
        var prefix = string.Join('/', parts);
        return parts.Length == 0 || ArtifactPath.IsAllowed(prefix)
            ? (parts.Length == 0 ? "" : prefix + "/")
            : throw new StoreException($"The store's address {shown} has a prefix that is not allowed: use letters, digits and . _ - + = between its slashes, and begin no name with a dot.");
    }
}
