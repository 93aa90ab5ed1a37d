using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Labels;
using Distill.Pipeline.Alerts;
using Distill.Pipeline.Inputs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.LabelStreams;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Progress;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Distill.Tensors;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Distill.Pipeline;

/// <summary>One process of the pipeline: a worker, someone who submits and follows, or with no broker everything at once.</summary>
public sealed class DistillHost : IAsyncDisposable
{
    private const string LabelLogFolder = ".label-log";

    // A container is given 10 s to end unless somebody says otherwise.
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_busStop = TimeSpan.FromSeconds(1);
    private readonly ServiceProvider _services;
    private readonly HostSettings _settings;
    private readonly TimeProvider _time;
    private bool _stopped;

    private DistillHost(ServiceProvider services, HostSettings settings, TimeProvider time) => (_services, _settings, _time) = (services, settings, time);

    /// <summary>The name of this process in events and label frames.</summary>
    public string Id => _services.GetRequiredService<WorkerIdentity>().Id;

    /// <summary>Completes when the process has become useless and says why.</summary>
    public Task<Breakdown> Broken => _services.GetRequiredService<BreakdownSignal>().Raised;

    /// <summary>What the trainings that this process hears of said of late.</summary>
    public LivePoints Points => _services.GetRequiredService<LivePoints>();

    /// <summary>Whether the bus ends at this process, so that it does all work itself.</summary>
    public bool IsAlone => _settings.Broker is null;

    /// <summary>Why this process can take no work at the moment, in one sentence; null when it can.</summary>
    public string? Obstacle => _stopped ? "It is ending." : _services.GetRequiredService<IBusControl>().CheckHealth() is { Status: not BusHealthStatus.Healthy } ill
        ? $"It cannot listen to the broker: {ill.Description.TrimEnd('.')}."
        : null;

    /// <summary>The services of this process, for tests that look inside.</summary>
    internal IServiceProvider Services => _services;

    private JobEvents Events => _services.GetRequiredService<JobEvents>();

    private JobStore Jobs => _services.GetRequiredService<JobStore>();

    /// <summary>Starts the process's part.</summary>
    /// <param name="settings">Where things are kept, and what it does.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Ends the start.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="BrokerAddressException">The broker cannot be reached.</exception>
    public static Task<DistillHost> StartAsync(HostSettings settings, TimeProvider time, CancellationToken ct) =>
        StartAsync(settings, time, _ => { }, ct);

    /// <summary>Starts with some services replaced.</summary>
    internal static async Task<DistillHost> StartAsync(
        HostSettings settings, TimeProvider time, Action<IServiceCollection> replace, CancellationToken ct)
    {
        var isAlone = settings.Broker is null;
        var roles = isAlone ? WorkerRoles.All : settings.Roles;
        if (settings.Broker is { } reachable)
        {
            await reachable.GreetAsync(ct);
        }
        NumericEnvironment.Prepare(Environment.ProcessorCount);
        var worker = new WorkerIdentity(
            WorkerIdentity.NameOf(Environment.MachineName, Environment.ProcessId, time), roles == WorkerRoles.None ? "" : Routes.Here(), roles, isAlone);
        var slots = settings.TeacherSlots > 0 ? settings.TeacherSlots : Environment.ProcessorCount;
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            logging.ClearProviders();
            if (settings.Log is { } log)
            {
                logging.AddProvider(log);
            }
        });
        services.AddSingleton(time);
        services.AddSingleton(settings);
        services.AddSingleton(worker);
        services.AddSingleton<IArtifactStore>(_ => settings.Store.Open(time));
        if (settings.Broker is { } broker)
        {
            services.AddSingleton<IQueueTopology>(new RabbitTopology(new BrokerConnection(broker, $"distill {worker.Id}: declaring queues"), time));
            services.AddSingleton(_ => Courier.Of(broker, worker.Id));
            services.AddSingleton(provider => new ListenerWatch(
                provider.GetRequiredService<IBusControl>(), provider.GetRequiredService<BusStart>(), new BrokerConnection(broker, $"distill {worker.Id}: watching listeners"),
                [.. BusSetup.QueuesOf(worker, settings.Protocols).Select(queue => queue.Queue.ToString())], provider.GetRequiredService<StopSignal>(), time,
                provider.GetRequiredService<ILogger<ListenerWatch>>()));
            services.AddSingleton<ILabelLog>(provider => new StreamLabelLog(
                broker, worker.Id, Path.Combine(settings.Cache, "streams"), time, provider.GetRequiredService<ILogger<StreamLabelLog>>()));
        }
        else
        {
            services.AddSingleton<IQueueTopology, MemoryTopology>();
            services.AddSingleton(provider => new Courier(provider.GetRequiredService<IBus>(), own: null));
            services.AddSingleton<ILabelLog>(new FileLabelLog(Path.Combine(settings.Store.Folder ?? settings.Cache, LabelLogFolder), time));
        }
        services.AddSingleton<BusStart>();
        services.AddSingleton<InputStore>();
        services.AddSingleton(provider => new InputCache(provider.GetRequiredService<InputStore>(), settings.Cache, settings.CacheLimit, time));
        services.AddWork(slots);
        services.AddBus(worker, settings.Broker, settings.Protocols, slots, settings.Runs > 0 ? settings.Runs : Environment.ProcessorCount);
        replace(services);
        var host = new DistillHost(services.BuildServiceProvider(), settings, time);
        var bus = host._services.GetRequiredService<IBusControl>();
        if (CrashPoint.IsWanted(AckCrash.Name))
        {
            bus.ConnectReceiveObserver(new AckCrash());
        }
        await host._services.GetRequiredService<Courier>().StartAsync(ct);
        if (settings.Broker is { } listenedTo && roles != WorkerRoles.None)
        {
            await new QueueOpening(listenedTo, $"distill {worker.Id}: opening queues", time).OpenAsync(BusSetup.LastingQueuesOf(worker, settings.Protocols), ct);
        }
        await host._services.GetRequiredService<BusStart>().StartAsync(bus, ct);
        if (!isAlone && roles != WorkerRoles.None)
        {
            host._services.GetRequiredService<Attendance>().Start();
            host._services.GetRequiredService<ListenerWatch>().Start();
        }
        if (!isAlone && roles.HasFlag(WorkerRoles.Student))
        {
            host._services.GetRequiredService<Reconciler>().Start();
        }
        return host;
    }

    /// <summary>
    /// Takes a job. One with the same content that has not finished is gone on with, from its last checkpoints; otherwise it is a new
    /// job, with a number behind its name where the name is taken.
    /// </summary>
    /// <param name="job">The checked job.</param>
    /// <param name="yaml">The job file as the user wrote it, kept for the record.</param>
    /// <param name="options">How it is to be done.</param>
    /// <param name="ct">Ends the call; a job that is stored stays.</param>
    /// <returns>The job's name in the store.</returns>
    public async Task<string> SubmitAsync(JobSpec job, string yaml, SubmitOptions options, CancellationToken ct)
    {
        // Everything that the job's messages lead to joins the trace that begins here.
        using var span = Telemetry.Spans.StartActivity("submit", ActivityKind.Producer)?.SetTag("distill.job", job.Name);
        var placed = job.WithAbsolutePaths();
        // Workers elsewhere cannot read this machine's files, so these go first: a job that is stored can be done.
        var inputs = options.Inputs ?? (IsAlone ? null : await _services.GetRequiredService<InputStore>().UploadAsync(placed, options.Uploaded, ct));
        var content = JobStore.Hash(Encoding.UTF8.GetBytes($"{JobWriter.Content(placed)}\n{(object?)inputs ?? LocalInput.DigestsOf(placed)}\n{options.LabelsOnly}"));
        var resolved = JobWriter.Write(placed);
        var template = new JobRecord
        {
            Name = job.Name,
            Content = content,
            Priority = options.Priority,
            LabelsOnly = options.LabelsOnly,
            IsShared = _settings.Broker is not null,
            Protocol = _settings.Protocols.Newest,
            State = JobState.Queued,
            Created = _time.GetUtcNow(),
        };
        var record = await UnfinishedAsync(content, ct) ?? await CreateAsync(template, yaml, resolved, inputs, ct);
        await _services.GetRequiredService<JobErrands>().SendAsync(record, new PrepareJob(record.Name), ct);
        return record.Name;
    }

    /// <summary>Takes a job with the usual options.</summary>
    public Task<string> SubmitAsync(JobSpec job, string yaml, CancellationToken ct) => SubmitAsync(job, yaml, new SubmitOptions(), ct);

    /// <summary>Tells the workers of a change that somebody made to a job in the store.</summary>
    public async Task AnnounceAsync(JobRecord record, CancellationToken ct)
    {
        await _services.GetRequiredService<CommandSender>().TellAsync(new JobChanged(record.Name, record.State.ToString(), record.Failure));
        if (record is { State: JobState.Queued } && record.IsShared == !IsAlone)
        {
            await _services.GetRequiredService<JobErrands>().SendAsync(record, new PrepareJob(record.Name), ct);
        }
    }

    /// <summary>A job's progress until it ends: a snapshot at once, and one after every change, about four a second at most.</summary>
    public async IAsyncEnumerable<JobProgress> FollowAsync(string job, [EnumeratorCancellation] CancellationToken ct)
    {
        var gauge = await _services.GetRequiredService<ProgressBoard>().FollowAsync(job, isLate: false, ct);
        await foreach (var progress in AlertedAsync(job, _services.GetRequiredService<JobWatch>().FollowAsync(gauge, ct), ct))
        {
            yield return progress;
        }
    }

    /// <summary>The same of a job that is or was under way, with its time counted from its submission; it is forgotten again at the end.</summary>
    public async IAsyncEnumerable<JobProgress> WatchAsync(string job, [EnumeratorCancellation] CancellationToken ct)
    {
        var board = _services.GetRequiredService<ProgressBoard>();
        try
        {
            await foreach (var progress in AlertedAsync(job, _services.GetRequiredService<JobWatch>().FollowAsync(await board.FollowAsync(job, isLate: true, ct), ct), ct))
            {
                yield return progress;
            }
        }
        finally
        {
            board.Forget(job);
        }
    }

    /// <summary>
    /// Goes on with the jobs of the store that an earlier process like this one left unfinished. A process with a broker leaves that to the
    /// workers.
    /// </summary>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> GoOnAsync(CancellationToken ct)
    {
        var names = new List<string>();
        await foreach (var record in Jobs.ListAsync(ct))
        {
            if (IsAlone && record is { IsFinal: false, IsShared: false })
            {
                await _services.GetRequiredService<JobErrands>().SendAsync(record, new PrepareJob(record.Name), ct);
                names.Add(record.Name);
            }
        }
        return names;
    }

    /// <summary>
    /// Stops in good order: a training in progress ends after its step and saves a checkpoint; chunks in progress go back to their queue.
    /// </summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }
        _stopped = true;
        _services.GetRequiredService<StopSignal>().Raise();
        await _services.GetRequiredService<WorkInHand>().SettleAsync(s_drain, _time);
        // What is still held is not acknowledged, and the broker gives it to others.
        using var atMost = new CancellationTokenSource(s_busStop, _time);
        try
        {
            await _services.GetRequiredService<IBusControl>().StopAsync(atMost.Token);
            await _services.GetRequiredService<Courier>().StopAsync(atMost.Token);
        }
        catch (OperationCanceledException) when (atMost.IsCancellationRequested)
        {
            // The process ends now, and its connections with it.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }

    private async IAsyncEnumerable<JobProgress> AlertedAsync(string job, IAsyncEnumerable<JobProgress> moments, [EnumeratorCancellation] CancellationToken ct)
    {
        var watch = new StallWatch(_settings.Stalled, _time);
        await foreach (var progress in moments)
        {
            if (watch.Look(progress) is { } alert)
            {
                await _services.GetRequiredService<AlertBook>().RaiseAsync(job, alert, ct);
            }
            yield return progress;
        }
    }

    private async Task<JobRecord?> UnfinishedAsync(string content, CancellationToken ct)
    {
        await foreach (var record in Jobs.ListAsync(ct))
        {
            if (record.Content == content && record is { State: not JobState.Finished, Deleted: null } && record.IsShared == (_settings.Broker is not null))
            {
                return await new JobControl(Jobs, Events, _time).GoOnAsync(record.Name, ct);
            }
        }
        return null;
    }

    private async Task<JobRecord> CreateAsync(JobRecord template, string yaml, string resolved, JobInputs? inputs, CancellationToken ct)
    {
        for (var number = 1; ; number++)
        {
            var record = template with { Name = number == 1 ? template.Name : $"{template.Name}-{number}" };
            if (await Jobs.CreateAsync(record, yaml, resolved, ct, inputs))
            {
                await Events.AppendAsync(record.Name, "submitted", "The job was submitted.", ct);
                return record;
            }
        }
    }
}
