using System.CommandLine;
using System.Net.Sockets;
using Distill.Pipeline;
using Distill.Server;
using Distill.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Distill.Cli.Commands;

/// <summary>Runs a server until it is interrupted; what <c>up</c> and <c>server</c> have in common.</summary>
internal static class Serving
{
    private const string TokenFile = "DISTILL__ServerTokenFile";

    private static readonly Option<bool> s_requireToken = new("--require-token") { Description = "Ask for a token although only this machine can reach the server" };

    private static readonly Option<string> s_jobs = new("--jobs")
    {
        Description = "Folder that paths in submitted jobs start from",
        HelpName = "folder",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<string[]> s_webhooks = new("--webhook")
    {
        Description = "Address that is told of alerts by POST; can be repeated (DISTILL__Webhook)",
        HelpName = "address",
        DefaultValueFactory = _ => [],
    };

    public static IReadOnlyList<Symbol> Symbols { get; } = [s_requireToken, s_jobs, s_webhooks];

    public static ServerSettings Settings(Invocation call, string urls, DistillHost? host) => new()
    {
        Store = call.OpenStore(),
        Urls = urls,
        Host = host,
        RequireToken = call.Parse.GetValue(s_requireToken),
        JobFolder = call.Parse.GetValue(s_jobs)!,
        ModelsFolder = call.Settings.Models,
        Webhooks = [.. Webhooks(call).Select(Webhook)],
        Warn = call.Terminal.Error.WriteLine,
        Time = call.Terminal.Time,
    };

    /// <param name="call">The call.</param>
    /// <param name="settings">What is served.</param>
    /// <param name="hint">What to do now.</param>
    public static async Task<int> RunAsync(Invocation call, ServerSettings settings, string hint = "Ctrl-C ends the server.")
    {
        var stop = call.Terminal.Interrupted;
        await AdoptTokenAsync(call, settings, stop);
        await using var server = await BuildAsync(settings, stop);
        try
        {
            await server.StartAsync(stop);
        }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            throw new CommandException(ExitCode.Failed, $"The server cannot listen: {taken.Message.TrimEnd('.')}; name another address or port.");
        }

        if (call.IsJson)
        {
            call.WriteJson(new { server.Urls });
        }
        else
        {
            call.WriteText(string.Join('\n', server.Urls));
        }

        call.Say(hint);
        await server.WaitForShutdownAsync(stop);
        return ExitCode.Ok;
    }

    private static async Task<WebApplication> BuildAsync(ServerSettings settings, CancellationToken ct)
    {
        try
        {
            return await DistillServer.BuildAsync(settings, ct);
        }
        catch (ArgumentException unusable)
        {
            throw new CommandException(ExitCode.BadInput, unusable.Message);
        }
    }

    private static async Task AdoptTokenAsync(Invocation call, ServerSettings settings, CancellationToken ct)
    {
        if (call.Terminal.Variable(TokenFile) is not { Length: > 0 } file)
        {
            return;
        }

        try
        {
            var token = (await File.ReadAllTextAsync(file, ct)).Trim();
            await new TokenBook(settings.Store, settings.Time).AdoptAsync(token, "first", Right.Admin, ct);
        }
        catch (Exception unusable) when (unusable is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.BadInput, $"The token in {file} ({TokenFile}) cannot be used: {unusable.Message}");
        }
    }

    private static IEnumerable<string> Webhooks(Invocation call) => call.Parse.GetValue(s_webhooks) is { Length: > 0 } given
        ? given
        : (call.Terminal.Variable("DISTILL__Webhook") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Uri Webhook(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? uri
        : throw new CommandException(ExitCode.BadInput, $"--webhook (DISTILL__Webhook): \"{address}\" is no address; name one such as https://example.org/alerts.");
}
