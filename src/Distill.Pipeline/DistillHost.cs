using System.Runtime.CompilerServices;
using System.Text;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Progress;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Distill.Tensors;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Distill.Pipeline;

/// <summary>All roles in one process: planner, teacher slots, trainer and reporter over the in-memory bus and a folder store.</summary>
public sealed class DistillHost : IAsyncDisposable
{
    private const string LabelLogFolder = ".label-log";
    private readonly ServiceProvider _services;
    private readonly TimeProvider _time;
    private bool _stopped;

    private DistillHost(ServiceProvider services, TimeProvider time) => (_services, _time) = (services, time);

    /// <summary>The services of this process, for tests that look inside.</summary>
    internal IServiceProvider Services => _services;

    private JobStore Jobs => _services.GetRequiredService<JobStore>();

    private JobEvents Events => _services.GetRequiredService<JobEvents>();

    /// <summary>Starts the workers.</summary>
    /// <param name="settings">Where things are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Ends the start.</param>
    /// <exception cref="StoreException">The store's folder cannot be used.</exception>
    public static Task<DistillHost> StartAsync(HostSettings settings, TimeProvider time, CancellationToken ct) =>
        StartAsync(settings, time, _ => { }, ct);

    /// <summary>Starts the workers with some services replaced.</summary>
    internal static async Task<DistillHost> StartAsync(
        HostSettings settings, TimeProvider time, Action<IServiceCollection> replace, CancellationToken ct)
    {
        NumericEnvironment.Prepare(Environment.ProcessorCount);
        var slots = settings.TeacherSlots > 0 ? settings.TeacherSlots : Environment.ProcessorCount;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton(time);
        services.AddSingleton<IArtifactStore>(new FolderStore(settings.Store));
        services.AddSingleton<ILabelLog>(new FileLabelLog(Path.Combine(settings.Store, LabelLogFolder), time));
        services.AddSingleton(new TeacherSlots(slots));
        services.AddSingleton<LabelDesk>();
        services.AddSingleton<JobStore>();
        services.AddSingleton(provider => new JobEvents(provider.GetRequiredService<JobStore>(), JobEvents.ThisProcess, time));
        services.AddSingleton<ModelStore>();
        services.AddSingleton<OpenJobs>();
        services.AddSingleton<TeacherOffice>();
        services.AddSingleton<JobGuard>();
        services.AddSingleton(new TrainerThreads(Environment.ProcessorCount));
        services.AddSingleton<ProgressFeed>();
        services.AddSingleton<ProgressBoard>();
        services.AddSingleton<StopSignal>();
        services.AddInMemoryBus(slots, trainers: Environment.ProcessorCount);
        replace(services);
        var host = new DistillHost(services.BuildServiceProvider(), time);
        await host._services.GetRequiredService<IBusControl>().StartAsync(ct);
        return host;
    }

    /// <summary>
    /// Takes a job. One with the same content that has not finished is gone on with, from its last checkpoints; otherwise it is a new
    /// job, with a number behind its name where the name is taken.
    /// </summary>
    /// <param name="job">The checked job.</param>
    /// <param name="yaml">The job file as the user wrote it, kept for the record.</param>
    /// <param name="ct">Ends the call; a job that is stored stays.</param>
    /// <returns>The job's name in the store.</returns>
    public async Task<string> SubmitAsync(JobSpec job, string yaml, CancellationToken ct)
    {
        var placed = job.WithAbsolutePaths();
        var content = JobStore.Hash(Encoding.UTF8.GetBytes(JobWriter.Content(placed)));
        var resolved = JobWriter.Write(placed);
        var name = await UnfinishedAsync(content, ct) ?? await CreateAsync(job.Name, content, yaml, resolved, ct);
        await _services.GetRequiredService<IBus>().Publish(new PrepareJob(name), ct);
        return name;
    }

    /// <summary>A job's progress until it ends: a snapshot at once, and one after every change, about four a second at most.</summary>
    public async IAsyncEnumerable<JobProgress> FollowAsync(string job, [EnumeratorCancellation] CancellationToken ct)
    {
        var gauge = await _services.GetRequiredService<ProgressBoard>().FollowAsync(job, ct);
        while (true)
        {
            var moved = gauge.Moved;
            var progress = gauge.Snapshot();
            yield return progress;
            if (progress.State is JobState.Finished or JobState.Failed or JobState.Cancelled)
            {
                yield break;
            }
            await moved.WaitAsync(ct);
            await Task.Delay(TimeSpan.FromSeconds(0.25), _time, ct);
        }
    }

    /// <summary>Stops the workers: a training in progress ends after its step and saves a checkpoint; chunks in progress are given up.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }
        _stopped = true;
        _services.GetRequiredService<StopSignal>().Raise();
        await _services.GetRequiredService<IBusControl>().StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }

    private async Task<string?> UnfinishedAsync(string content, CancellationToken ct)
    {
        await foreach (var record in Jobs.ListAsync(ct))
        {
            if (record.Content == content && record is { State: not JobState.Finished, Deleted: null })
            {
                await new JobControl(Jobs, Events, _time).GoOnAsync(record.Name, ct);
                return record.Name;
            }
        }
        return null;
    }

    private async Task<string> CreateAsync(string wanted, string content, string yaml, string resolved, CancellationToken ct)
    {
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? wanted : $"{wanted}-{number}";
            var record = new JobRecord { Name = name, Content = content, State = JobState.Queued, Created = _time.GetUtcNow() };
            if (await Jobs.CreateAsync(record, yaml, resolved, ct))
            {
                await Events.AppendAsync(name, "submitted", "The job was submitted.", ct);
                return name;
            }
        }
    }
}
