using Azure.Core.Pipeline;
using Distill.Artifacts;
using Distill.Pipeline.Storage.Blobs;

namespace Distill.Pipeline.Storage;

/// <summary>
/// Where a store is: the path of a folder, a connection string of Azure's blob storage (with <c>Container=NAME</c> where it is
/// not <c>distill</c>), or <c>https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX</c>, with a signature or for the identity of this machine.
/// </summary>
/// <remarks>An address may hold a key or a signature. <see cref="ToString"/> and every message leave those out.</remarks>
public sealed class StoreAddress
{
    private readonly ContainerAddress? _container;

    private StoreAddress(string? folder, ContainerAddress? container) => (Folder, _container) = (folder, container);

    /// <summary>The full path of the folder; <see langword="null"/> for a cloud store.</summary>
    public string? Folder { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="plainHttpHost">A private host whose blob endpoint may be spoken to without encryption, as this machine's may; none by default.</param>
    /// <exception cref="StoreException">It is none; the sentence holds no secret.</exception>
    public static StoreAddress Parse(string address, string? plainHttpHost = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = plainHttpHost is null ? null : PlainHttp.CheckHost(plainHttpHost);
        var text = address.Trim();
        if (text.Length == 0)
        {
            throw new StoreException("The address of the store is empty: give the path of a folder, a connection string or an https address of a container.");
        }

        if (text.Contains("://", StringComparison.Ordinal) && !ConnectionString.IsOne(text))
        {
            return new(null, ContainerUrl.Parse(text, plain));
        }

        return ConnectionString.IsOne(text) ? new(null, ConnectionString.Parse(text, plain)) : new(Path.GetFullPath(text), null);
    }

    /// <summary>What is wrong with an address, in one sentence without secrets; <see langword="null"/> when nothing is.</summary>
    public static string? Problem(string address)
    {
        try
        {
            Parse(address);
            return null;
        }
        catch (StoreException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>Opens the store at an address. Nothing is asked of it yet.</summary>
    /// <param name="address">The address.</param>
    /// <param name="time">The clock of all waiting.</param>
    /// <param name="patience">How long a cloud store is asked again before that counts as an outage; a minute when absent.</param>
    /// <exception cref="StoreException">The address is none.</exception>
    public static IArtifactStore Open(string address, TimeProvider time, TimeSpan? patience = null) => Parse(address).Open(time, patience);

    /// <summary>Opens the store. Nothing is asked of it yet. A folder's store is <see cref="IDisposable"/>.</summary>
    /// <param name="time">The clock of all waiting.</param>
    /// <param name="patience">How long a cloud store is asked again before that counts as an outage; a minute when absent.</param>
    public IArtifactStore Open(TimeProvider time, TimeSpan? patience = null) =>
        Open(time, patience is { } total ? new BlobPatience { Total = total } : new BlobPatience(), transport: null);

    /// <summary>The address as it may be shown: no key, no signature.</summary>
    public override string ToString() => Folder ?? _container!.Shown;

    internal IArtifactStore Open(TimeProvider time, BlobPatience patience, HttpPipelineTransport? transport) => Folder is not null
        ? new FolderStore(Folder, time)
        : new AzureBlobStore(_container!.Connect(transport), _container.Prefix, patience, time);
}
