using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;

namespace Distill.Cli;

/// <summary>The settings that every command shares. A flag wins over the environment, and that over the default.</summary>
internal sealed record Settings
{
    /// <summary>Where jobs, labels and students live: a folder or blob storage. <c>--store</c>, <c>DISTILL__Store</c>; default <c>.distill/store</c> below the current folder.</summary>
    public required StoreAddress Store { get; init; }

    /// <summary>The broker that carries tasks and labels; null keeps everything in this process. <c>--broker</c>, <c>DISTILL__Broker</c>.</summary>
    public BrokerAddress? Broker { get; init; }

    /// <summary>Where decoded data and downloads may be kept; can be deleted at any time. <c>--cache</c>, <c>DISTILL__Cache</c>; default <c>~/.cache/distill</c>.</summary>
    public required string Cache { get; init; }

    /// <summary>Bytes of datasets and weights above which the cache drops those that nobody uses. <c>DISTILL__CacheLimit</c>, such as <c>50GB</c>; default 20 GB.</summary>
    public long CacheLimit { get; init; }

    /// <summary>Whether the broker's label streams stay when their jobs have finished. <c>DISTILL__Streams</c>: <c>remove</c> (default) or <c>keep</c>.</summary>
    public bool KeepStreams { get; init; }

    /// <summary>Folder of the cache in which published teachers are looked for by name.</summary>
    public string Models => Path.Combine(Cache, "models");

    /// <summary>A server whose jobs are meant instead of a store's. <c>--server</c>, <c>DISTILL__Server</c>.</summary>
    public Uri? Server { get; init; }

    /// <summary>What the server asks for. <c>DISTILL__Token</c>, or a file named by <c>DISTILL__TokenFile</c>; never on the command line, where others see it.</summary>
    public string? Token { get; init; }

    public OutputFormat Output { get; init; }

    /// <summary>No progress and no hints; data and errors only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Unexpected errors with all their details.</summary>
    public bool Verbose { get; init; }

    public bool NoColor { get; init; }
}
