using Distill.Acceptance.Servers;
using Distill.Pipeline;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Xunit;

namespace Distill.Acceptance.Messaging;

/// <summary>The moment at which a whole cluster comes up on a broker that has never seen it.</summary>
public sealed class BusStartTests(SharedRabbitMq broker) : IDisposable
{
    private const int Workers = 8;
    private const int Rounds = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distill-start-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_that_all_start_at_once_on_a_new_broker_all_get_ready()
    {
        var server = await broker.GetAsync(Ct);
        for (var round = 0; round < Rounds; round++)
        {
            var address = await server.AddVirtualHostAsync($"start-{round}", Ct);

            var hosts = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => StartAsync(address, worker), Ct))).WaitAsync(s_patience, Ct);

            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<DistillHost> StartAsync(BrokerAddress address, int worker) => DistillHost.StartAsync(
        new HostSettings
        {
            Store = StoreAddress.Parse(Path.Combine(_folder.FullName, "store")),
            Broker = address,
            Roles = worker % 2 == 0 ? WorkerRoles.Student : WorkerRoles.Teacher,
            Cache = Path.Combine(_folder.FullName, $"cache-{worker}"),
            TeacherSlots = 1,
        },
        TimeProvider.System, Ct);
}
