using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Progress;
using Distill.Server.Access;
using Distill.Server.Feeds;

namespace Distill.Server;

/// <summary>What the routes of one server share.</summary>
internal sealed class ServerParts : IAsyncDisposable
{
    public ServerParts(ServerSettings settings, bool isOpen)
    {
        (Settings, IsOpen) = (settings, isOpen);
        Jobs = new JobStore(settings.Store);
        Events = new JobEvents(Jobs, JobEvents.ThisProcess, settings.Time);
        Tokens = new TokenBook(settings.Store, settings.Time);
        Alerts = new AlertDesk(settings.Webhooks, settings.Time);
        Workers = new WorkerRegistry(Jobs, settings.Time);
        Queues = settings.Broker is { } broker ? new QueueWatch(new QueueDesk(broker, Jobs, Workers), settings.Time) : null;
        Catalog = new JobCatalog(Jobs, settings.Time);
        Control = new JobControl(Jobs, Events, settings.Time)
        {
            Changed = async (record, ct) =>
            {
                Catalog.Forget();
                if (settings.Host is { } host)
                {
                    await host.AnnounceAsync(record, ct);
                }
            },
        };
        var watch = new JobWatch(Jobs, settings.Time);
        Feeds = new JobFeeds(
            new FeedSources(
                Jobs,
                Events,
                (job, ct) => settings.Host?.WatchAsync(job, ct) ?? watch.FollowAsync(job, ct),
                (job, after) => settings.Host?.Points.Of(job, after) ?? [],
                (job, happened) => _ = Alerts.NoteAsync(job, happened)),
            settings.Time);
        All = new StoreFeed(Catalog, Feeds, settings.Time);
        Alerts.Raised += (job, happened) => All.Publish("alert", new { Job = job, happened.Sentence, happened.Time });
        Alerts.Failed += settings.Warn;
    }

    public ServerSettings Settings { get; }

    /// <summary>Whether no token is asked for.</summary>
    public bool IsOpen { get; }

    public JobStore Jobs { get; }

    public JobEvents Events { get; }

    public TokenBook Tokens { get; }

    public AlertDesk Alerts { get; }

    public WorkerRegistry Workers { get; }

    /// <summary>The broker's queues; null where there is no broker.</summary>
    public QueueWatch? Queues { get; }

    public JobCatalog Catalog { get; }

    public JobControl Control { get; }

    public JobFeeds Feeds { get; }

    /// <summary>The feed of all jobs.</summary>
    public StoreFeed All { get; }

    /// <summary>Jobs that may be checked at once: opening datasets is work, and more would only be slower.</summary>
    public SemaphoreSlim Checking { get; } = new(2);

    public async ValueTask DisposeAsync()
    {
        await All.DisposeAsync();
        await Feeds.DisposeAsync();
        if (Queues is not null)
        {
            await Queues.DisposeAsync();
        }

        Alerts.Dispose();
        Catalog.Dispose();
        Checking.Dispose();
    }
}
