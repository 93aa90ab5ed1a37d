using Azure.Storage.Blobs;
using Distill.Artifacts;

namespace Distill.Pipeline.Storage.Blobs;

/// <summary>Reads connection strings of Azure Storage, with <c>Container=NAME</c> as one more key.</summary>
internal static class ConnectionString
{
    private const string ContainerKey = "Container";
    private const string DefaultContainer = "distill";

    private static readonly string[] s_keys =
    [
        "UseDevelopmentStorage", "DevelopmentStorageProxyUri", "DefaultEndpointsProtocol", "AccountName", "AccountKey", "SharedAccessSignature", "EndpointSuffix",
        "BlobEndpoint", "BlobSecondaryEndpoint", "QueueEndpoint", "QueueSecondaryEndpoint", "TableEndpoint", "TableSecondaryEndpoint", "FileEndpoint",
        "FileSecondaryEndpoint", ContainerKey,
    ];

    /// <summary>Whether a text begins as one does; a path does not.</summary>
    public static bool IsOne(string text) => s_keys.Any(key => text.StartsWith(key + "=", StringComparison.OrdinalIgnoreCase));

    /// <param name="text">The connection string.</param>
    /// <param name="plainHttpHost">The private host that may be spoken to without encryption; null for none.</param>
    /// <exception cref="StoreException">It lacks something; the sentence names keys and never their values.</exception>
    public static ContainerAddress Parse(string text, string? plainHttpHost)
    {
        var pairs = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToList();
        foreach (var pair in pairs)
        {
            if (pair.Length < 2 || !s_keys.Contains(pair[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new StoreException(
                    $"The store's connection string has a part that is no known key with a value{(pair.Length < 2 ? "" : $" (\"{pair[0]}\")")}: copy it again from the storage account, and put it in quotes.");
            }
        }

        var container = ContainerAddress.CheckName(ValueOf(pairs, ContainerKey) ?? DefaultContainer);
        var plain = ContainerAddress.WithoutLocalName(string.Join(';', pairs.Where(pair => !IsKey(pair, ContainerKey)).Select(pair => string.Join('=', pair))));
        var address = new ContainerAddress(options => new BlobContainerClient(plain, container, options), "");
        Check(address, container, ValueOf(pairs, "BlobEndpoint"), plainHttpHost);
        return address;
    }

    private static void Check(ContainerAddress address, string container, string? endpoint, string? plainHttpHost)
    {
        BlobContainerClient client;
        try
        {
            client = address.Connect(null);
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or InvalidOperationException)
        {
            // Its own words may quote the string.
            throw new StoreException(
                "The store's connection string does not say how to reach the account: it needs UseDevelopmentStorage=true, or AccountName with AccountKey, or BlobEndpoint with SharedAccessSignature.");
        }

        if (!PlainHttp.Allows(client.Uri, plainHttpHost))
        {
            throw new StoreException(
                $"The store's connection string leads to {client.Uri.Host} without encryption: use DefaultEndpointsProtocol=https; http is for this machine and the host of DISTILL__StorePlainHttp only.");
        }

        // There the SDK takes the account in the path of the endpoint for a container, and puts ours in its place.
        if (endpoint is not null && client.Uri.AbsolutePath != $"{new Uri(endpoint).AbsolutePath.TrimEnd('/')}/{container}")
        {
            throw ContainerAddress.NotFound(client.Uri);
        }
    }

    private static bool IsKey(string[] pair, string key) => pair[0].Equals(key, StringComparison.OrdinalIgnoreCase);

    private static string? ValueOf(IEnumerable<string[]> pairs, string key) => pairs.FirstOrDefault(pair => IsKey(pair, key))?[1];
}
