using System.Globalization;
using Distill.Pipeline;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Workers;
using Distill.Teaching;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Benchmarks.Coordination;

/// <summary>
/// A teacher worker as a process of its own, real in everything but its forward pass: <c>waiting-teacher BROKER STORE CACHE MILLISECONDS</c>.
/// Ends when its standard input does.
/// </summary>
internal static class WaitingTeacher
{
    public const string Verb = "waiting-teacher";

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = new HostSettings
        {
            Broker = BrokerAddress.Parse(args[0]),
            Store = StoreAddress.Parse(args[1]),
            Cache = args[2],
            Roles = WorkerRoles.Teacher,
            TeacherSlots = 1,
        };
        var perBatch = TimeSpan.FromMilliseconds(double.Parse(args[3], CultureInfo.InvariantCulture));
        await using var host = await DistillHost.StartAsync(
            settings, TimeProvider.System,
            services => services.AddSingleton(new TeacherSlots(1, (set, _, views) => new Teacher(set, new WaitingForward(set, perBatch), views))),
            CancellationToken.None);
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
