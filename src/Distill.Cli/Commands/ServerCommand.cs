using System.CommandLine;
using Distill.Artifacts;
using Distill.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Distill.Cli.Commands;

/// <summary><c>distill server</c>: shows the jobs of the store over HTTP until it is interrupted.</summary>
internal static class ServerCommand
{
    private static readonly Option<string> s_urls = new("--urls")
    {
        Description = "Addresses of this machine to listen on, separated by semicolons; port 0 takes a free one",
        HelpName = "addresses",
        DefaultValueFactory = _ => DistillServer.DefaultUrl,
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "server", "Show the jobs of the store over HTTP, on this machine only", [s_urls], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        await using var server = Build(call, call.OpenStore());
        try
        {
            await server.StartAsync(stop);
        }
        catch (IOException taken)
        {
            throw new CommandException(ExitCode.Failed, $"The server cannot listen: {taken.Message.TrimEnd('.')}; name another address with --urls.");
        }

        if (call.IsJson)
        {
            call.WriteJson(new { server.Urls });
        }
        else
        {
            call.WriteText(string.Join('\n', server.Urls));
        }

        call.Say("Ctrl-C ends the server.");
        await server.WaitForShutdownAsync(stop);
        return ExitCode.Ok;
    }

    private static WebApplication Build(Invocation call, IArtifactStore store)
    {
        try
        {
            return DistillServer.Build(store, call.Parse.GetValue(s_urls)!);
        }
        catch (ArgumentException unusable)
        {
            throw new CommandException(ExitCode.BadInput, unusable.Message);
        }
    }
}
