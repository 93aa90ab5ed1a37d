using System.Diagnostics;
using Distill.Acceptance.Servers;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Deployment;

/// <summary>
/// What <c>docker compose up --wait</c> starts, without Docker: each service's command as a process with the service's environment, secrets
/// and health check, where names of services become addresses of this machine and ports become free ones.
/// </summary>
public sealed class CompositionTests(AzuriteServer azurite) : IAsyncLifetime
{
    private const string Secrets = "/run/secrets/";

    private readonly TemporaryFolder _folder = new();
    private readonly Composition _composition = Composition.Read();
    private readonly List<DistillProcess> _started = [];
    private RabbitMqServer? _broker;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _started.ForEach(process => process.Dispose());
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task What_the_composition_says_starts_gets_healthy_and_finishes_a_job()
    {
        var container = $"composition-{Guid.NewGuid():N}"[..24];
        var store = await azurite.StoreAsync(container);
        _broker = await RabbitMqServer.StartAsync(Ct, [.. Lines("infra/compose/rabbitmq.conf"), .. Lines(_composition.Secrets["broker-user"].File)]);
        Assert.Equal(["azurite", "rabbitmq", "server", "student", "teacher"], _composition.Started.Select(service => service.Key).Order(StringComparer.Ordinal));

        var checks = new List<(string Service, DistillProcess Process, string[] Check)>();
        foreach (var (name, service) in _composition.Started.Where(service => service.Value.Image == "distill"))
        {
            for (var replica = 1; replica <= service.Deploy.Replicas; replica++)
            {
                var place = Place($"{name}-{replica}", store, container);
                var process = Start(service, [.. service.Command.Select(place)], place);
                checks.Add((name, process, [.. service.HealthCheck!.Test.Skip(1).Select(place)]));
            }
        }

        foreach (var (name, process, check) in checks)
        {
            await HealthyAsync(name, process, check);
        }

        var cli = _composition.Services["cli"];
        var job = Start(cli, ["submit", "digits", "--set", "seeds=[1]", "--set", "training.epochs=2", "--set", "labels.views=1"], Place("cli-1", store, container));
        var (code, output) = await job.EndAsync(Ct);

        Assert.True(code == 0, $"submit ended with {code}: {output}\n{job.Latest}");
        Assert.NotNull(await StoreAddress.Open(store, TimeProvider.System).ReadAsync("jobs/digits/student/manifest.json", Ct));
        Assert.All(checks, check => Assert.False(check.Process.HasExited, $"{check.Service}: {check.Process.Latest}"));
    }

    private static string[] Lines(string file) => [.. File.ReadAllLines(Repository.PathOf(file)).Where(line => line.Length > 0 && line[0] != '#')];

    private DistillProcess Start(Composition.Service service, string[] command, Func<string, string> place)
    {
        // A setting of this machine's own must not help along.
        var environment = service.Environment.ToDictionary(variable => variable.Key, variable => place(variable.Value ?? ""));
        var process = new DistillProcess("", environment, command);
        _started.Add(process);
        return process;
    }

    // From what stands in the composition to what is there on this machine.
    private Func<string, string> Place(string replica, string store, string container)
    {
        var address = new Uri(store.Split(';').First(part => part.StartsWith("BlobEndpoint=", StringComparison.Ordinal))["BlobEndpoint=".Length..]);
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, replica)).FullName;
        var ports = FreePort.Several(2);
        var (server, worker) = ($"{ports[0]}", $"{ports[1]}");
        foreach (var (name, secret) in _composition.Secrets)
        {
            var content = File.ReadAllText(Repository.PathOf(secret.File));
            File.WriteAllText(
                Path.Combine(data, name),
                content.Replace("azurite:10000", address.Authority, StringComparison.Ordinal).Replace("Container=distill", $"Container={container}", StringComparison.Ordinal));
        }

        return text => text
            .Replace("rabbitmq:5672", $"127.0.0.1:{_broker!.Port}", StringComparison.Ordinal)
            // What is reachable from outside of a container is reachable from this machine only.
            .Replace("http://*:", "http://127.0.0.1:", StringComparison.Ordinal)
            .Replace("8080", server, StringComparison.Ordinal)
            .Replace("8081", worker, StringComparison.Ordinal)
            .Replace(Secrets, data + "/", StringComparison.Ordinal)
            .Replace("/data/", data + "/", StringComparison.Ordinal);
    }

    // As the engine does: asks again until the check says yes; a process that ends will never be healthy.
    private static async Task HealthyAsync(string name, DistillProcess process, string[] check)
    {
        var started = Stopwatch.GetTimestamp();
        while (await CheckAsync(check) != 0)
        {
            Assert.False(process.HasExited, $"{name} has ended: {process.Latest}");
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(4), $"{name} does not get healthy: {process.Latest}");
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            await pause.WaitForNextTickAsync(Ct);
        }
    }

    private static async Task<int> CheckAsync(string[] check)
    {
        var start = new ProcessStartInfo(Repository.PathOf("infra", "image", check[0]), check[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var asked = Process.Start(start)!;
        await asked.WaitForExitAsync(Ct);
        return asked.ExitCode;
    }
}
