using Distill.Acceptance.Servers;
using Distill.Jobs;
using Distill.Pipeline;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Distill.Acceptance.Trust;

public sealed class UpgradeTests(SharedRabbitMq broker) : IDisposable
{
    private static readonly ProtocolVersions s_old = new(1, 1);
    private static readonly ProtocolVersions s_new = new(1, 2);

    private readonly SmallJob _job = new();
    private readonly Warnings _warnings = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _warnings.Dispose();
        _job.Dispose();
    }

    [Fact]
    public async Task An_older_and_a_newer_worker_do_a_job_of_the_older_version_together()
    {
        var address = await AddressAsync("upgrade-together");
        await using var student = await StartAsync(address, "student", s_old, WorkerRoles.Student);
        await using var teacher = await StartAsync(address, "teacher", s_new, WorkerRoles.Teacher);
        await using var desk = await StartAsync(address, "desk", s_old, WorkerRoles.None);

        Assert.Equal(JobState.Finished, await DoAsync(desk));

        Assert.Equal(1, (await RecordAsync()).Protocol);
    }

    [Fact]
    public async Task A_job_of_a_newer_version_waits_for_newer_workers_and_the_older_one_says_so_once()
    {
        var address = await AddressAsync("upgrade-alone");
        await using var older = await StartAsync(address, "older", s_old, WorkerRoles.All);
        await using var desk = await StartAsync(address, "desk", s_new, WorkerRoles.None);
        await desk.SubmitAsync(Read(), Yaml, Ct);
        Assert.StartsWith("The job small speaks version 2 of the protocol and this worker only 1", await _warnings.First.WaitAsync(Ct), StringComparison.Ordinal);
        Assert.Equal((JobState.Queued, 2), ((await RecordAsync()).State, (await RecordAsync()).Protocol));
        await using var newer = await StartAsync(address, "newer", s_new, WorkerRoles.All);

        Assert.Equal(JobState.Finished, await DoAsync(desk));

        using var store = new FolderStore(_job.Store("shared"));
        var events = await new JobEvents(new JobStore(store), "reader", TimeProvider.System).ListAsync("small", Ct).ToListAsync(Ct);
        Assert.DoesNotContain(older.Id, events.Select(happened => happened.Worker));
        Assert.Contains(newer.Id, events.Select(happened => happened.Worker));
        Assert.Single(_warnings.All, text => text.StartsWith("The job small speaks", StringComparison.Ordinal));
    }

    private string Yaml => File.ReadAllText(_job.File);

    private JobSpec Read() => JobReader.Read(Yaml, "small.yaml", []).Job!;

    private async Task<BrokerAddress> AddressAsync(string name) => await (await broker.GetAsync(Ct)).AddVirtualHostAsync(name, Ct);

    private async Task<JobRecord> RecordAsync()
    {
        using var store = new FolderStore(_job.Store("shared"));
        return (await new JobStore(store).FindAsync("small", Ct))!;
    }

    private async Task<JobState> DoAsync(DistillHost desk)
    {
        var name = await desk.SubmitAsync(Read(), Yaml, Ct);
        Assert.Equal("small", name);
        return (await desk.FollowAsync(name, Ct).LastAsync(Ct)).State;
    }

    private Task<DistillHost> StartAsync(BrokerAddress address, string name, ProtocolVersions protocols, WorkerRoles roles) => DistillHost.StartAsync(
        new HostSettings
        {
            Store = StoreAddress.Parse(_job.Store("shared")),
            Cache = _job.Store($"cache-{name}"),
            Broker = address,
            Roles = roles,
            TeacherSlots = 1,
            Protocols = protocols,
            Stale = TimeSpan.FromSeconds(3),
            Log = name == "older" ? _warnings : null,
        },
        TimeProvider.System, Ct);

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();
        private readonly List<string> _all = [];

        public Task<string> First => _first.Task;

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_gate)
                {
                    return [.. _all];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }
            var text = formatter(state, exception);
            lock (_gate)
            {
                _all.Add(text);
            }
            if (eventId.Id == 401)
            {
                _first.TrySetResult(text);
            }
        }

        public void Dispose()
        {
        }
    }
}
