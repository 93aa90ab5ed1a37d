using System.CommandLine;
using Distill.Pipeline;
using Distill.Pipeline.Workers;
using Distill.Server;

namespace Distill.Cli.Commands;

/// <summary><c>distill server</c>: API and dashboard over the store and the bus of the workers, until it is interrupted.</summary>
internal static class ServerCommand
{
    private static readonly Option<string> s_urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons; port 0 takes a free one; others than of this machine ask for a token",
        HelpName = "addresses",
        DefaultValueFactory = _ => DistillServer.DefaultUrl,
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "server", "Serve the API and the dashboard over the store and the broker of the workers", [s_urls, .. Serving.Symbols], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var urls = call.Parse.GetValue(s_urls)!;
        if (call.Settings.Broker is null)
        {
            return await Serving.RunAsync(call, Serving.Settings(call, urls, host: null));
        }

        await using var host = await DistillHost.StartAsync(call.HostSettings with { Roles = WorkerRoles.None }, call.Terminal.Time, call.Terminal.Interrupted);
        return await Serving.RunAsync(call, Serving.Settings(call, urls, host) with { Broker = call.Settings.Broker });
    }
}
