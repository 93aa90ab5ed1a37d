using Distill.Pipeline.Inputs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Microsoft.Extensions.Logging;

namespace Distill.Pipeline;

/// <summary>Where a process keeps things and what it offers.</summary>
public sealed record HostSettings
{
    /// <summary>The store of jobs, labels and models.</summary>
    public required StoreAddress Store { get; init; }

    /// <summary>The broker that carries tasks and labels; null keeps everything in this process, which then has all roles.</summary>
    public BrokerAddress? Broker { get; init; }

    /// <summary>What the process does; without a broker, everything.</summary>
    public WorkerRoles Roles { get; init; } = WorkerRoles.All;

    /// <summary>A folder for what can be made or fetched again.</summary>
    public required string Cache { get; init; }

    /// <summary>Bytes of datasets and weights above which the cache drops those that nobody uses. Default: <see cref="InputCache.DefaultLimit"/>.</summary>
    public long CacheLimit { get; init; } = InputCache.DefaultLimit;

    /// <summary>Teaching slots, one thread each; 0 takes one per core.</summary>
    public int TeacherSlots { get; init; }

    /// <summary>Students trained side by side; 0 trains one per core. A process that is killed repeats at most a segment of each.</summary>
    public int Runs { get; init; }

    /// <summary>
    /// Whether the broker's stream of labels stays when the last job that used it has finished. It is removed by default, since all of it is
    /// archived in the store by then.
    /// </summary>
    public bool KeepStreams { get; init; }

    /// <summary>Told of what an operator should know; nobody by default.</summary>
    public ILoggerProvider? Log { get; init; }

    /// <summary>Share of the chunks of this process that another worker teaches once more and compares, 0 to 1.</summary>
    public double VerifyShare { get; init; } = 0.01;

    /// <summary>The versions of the protocol that the process speaks; a test may have it be an older or newer program.</summary>
    internal ProtocolVersions Protocols { get; init; } = ProtocolVersions.Spoken;

    /// <summary>A job under way that does not move for so long raises an alert.</summary>
    public TimeSpan Stalled { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After so long without any movement a job's work is sent for again, in addition to the length of its segments.</summary>
    public TimeSpan Stale { get; init; } = TimeSpan.FromSeconds(60);
}
