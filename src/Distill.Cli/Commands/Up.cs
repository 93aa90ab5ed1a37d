using System.CommandLine;
using System.Globalization;
using Distill.Cli.Screens;
using Distill.Pipeline;

namespace Distill.Cli.Commands;

/// <summary><c>distill up</c>: everything in one process, with the dashboard; the first thing that a new user tries.</summary>
internal static class Up
{
    private const int DefaultPort = 8080;

    private static readonly Option<int> s_port = new("--port")
    {
        Description = "Port of this machine to listen on; 0 takes a free one",
        HelpName = "port",
        DefaultValueFactory = _ => DefaultPort,
    };

    private static readonly Option<int> s_slots = new("--slots")
    {
        Description = "Chunks that are taught side by side, one thread each; 0 takes as many as there are cores",
        HelpName = "count",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "up", "Start everything in this process, with the dashboard; no broker is needed", [s_port, s_slots, .. Serving.Symbols], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var port = call.Parse.GetValue(s_port);
        if (port is < 0 or > ushort.MaxValue)
        {
            throw new CommandException(ExitCode.BadInput, $"--port {port} is no port; name one from 1 to 65535, or 0 for a free one.");
        }

        using var log = LineLogger.For(call.Terminal);
        var settings = call.HostSettings with { Broker = null, TeacherSlots = call.Parse.GetValue(s_slots), Log = log };
        await using var host = await DistillHost.StartAsync(settings, call.Terminal.Time, call.Terminal.Interrupted);
        if (await host.GoOnAsync(call.Terminal.Interrupted) is { Count: > 0 } unfinished)
        {
            call.Say($"Going on with {Figures.Of(unfinished.Count, "unfinished job")}: {string.Join(", ", unfinished)}.");
        }

        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        return await Serving.RunAsync(call, Serving.Settings(call, url, host), "Open it in a browser and press Launch. Ctrl-C saves everything and stops; the next start goes on.");
    }
}
