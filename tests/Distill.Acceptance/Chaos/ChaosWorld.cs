using Distill.Acceptance.Servers;
using Distill.Artifacts;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>What chaos scenarios share: the undisturbed job that all of them must equal, the servers, and the log.</summary>
public sealed class ChaosWorld(SharedRabbitMq shared, AzuriteServer azurite) : IAsyncDisposable
{
    private static readonly TimeSpan s_run = TimeSpan.FromSeconds(180);

    private readonly TemporaryFolder _folder = new();
    private VirtualHosts? _virtualHosts;
    private RabbitMqServer? _victim;
    private Outcome? _undisturbed;

    /// <summary>The log of all scenarios, one line each.</summary>
    internal static string LogFile => Path.Combine(AppContext.BaseDirectory, "chaos-log.txt");

    /// <summary>A scenario with a virtual host and a container of its own.</summary>
    internal async Task<ChaosScene> SceneAsync(string title, CancellationToken ct) =>
        await SceneAsync(title, await (_virtualHosts ??= new(await shared.GetAsync(ct))).NextAsync(ct), await azurite.StoreAsync(), ct);

    /// <summary>A scenario with a virtual host of its own and a store that the test gives.</summary>
    internal async Task<ChaosScene> SceneAsync(string title, string store, CancellationToken ct) =>
        await SceneAsync(title, await (_virtualHosts ??= new(await shared.GetAsync(ct))).NextAsync(ct), store, ct);

    /// <summary>A scenario whose broker may be hurt; it has nothing in it.</summary>
    internal async Task<(ChaosScene Scene, RabbitMqServer Broker)> VictimAsync(string title, CancellationToken ct)
    {
        if (_victim is null)
        {
            _victim = await RabbitMqServer.StartAsync(ct);
        }
        else
        {
            await _victim.WipeAsync(ct);
        }

        return ((await SceneAsync(title, _victim.Address, await azurite.StoreAsync(), ct)).Impatient(), _victim);
    }

    /// <summary>Runs a job file with nobody in between, once.</summary>
    internal async Task<Outcome> UndisturbedAsync(CancellationToken ct) => _undisturbed ??= await RunAsync(ChaosJob.Write(_folder.Path), ct);

    /// <summary>Runs a job file with <c>distill run</c>.</summary>
    internal async Task<Outcome> RunAsync(string file, CancellationToken ct)
    {
        var store = _folder.File("store");
        using var run = new DistillProcess(store, new Dictionary<string, string> { ["DISTILL__Cache"] = _folder.File("cache") }, "run", file);
        var (code, _) = await run.EndAsync(ct).WaitAsync(s_run, ct);
        Assert.True(code == 0, run.Latest);
        return await Outcome.ReadAsync(StoreAddress.Open(store, TimeProvider.System), Path.GetFileNameWithoutExtension(file), ct)
            ?? throw new InvalidOperationException($"The undisturbed run left something out.\n{run.Latest}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_victim is not null)
        {
            await _victim.DisposeAsync();
        }

        _folder.Dispose();
    }

    // The trained teacher comes along, so that no scenario trains it again.
    private async Task<ChaosScene> SceneAsync(string title, BrokerAddress broker, string store, CancellationToken ct)
    {
        var expected = await UndisturbedAsync(ct);
        var trained = StoreAddress.Open(_folder.File("store"), TimeProvider.System);
        var own = StoreAddress.Open(store, TimeProvider.System);
        await foreach (var path in trained.ListAsync("models/", ct))
        {
            await own.WriteAsync(path, (await trained.ReadAsync(path, ct))!.Content, ct);
        }

        return new(title, broker, store, own, expected, LogAsync);
    }

    /// <summary>Adds a line to the log.</summary>
    internal static Task LogAsync(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        return File.AppendAllTextAsync(LogFile, line + "\n");
    }
}
