using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Server.Access;
using Spectre.Console;

namespace Distill.Cli.Commands.Tokens;

/// <summary><c>distill token</c>: who may use the servers over this store, and for what.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> s_name = new("name") { Description = "Whose it is, or what it is for" };

    private static readonly Argument<string> s_id = new("id") { Description = "The token's id, as `distill token list` shows it" };

    private static readonly Option<string> s_right = RightOption();

    public static Command Create(Terminal terminal)
    {
        var token = new Command("token", "Make, list and revoke the tokens that servers over this store ask for");
        token.Subcommands.Add(Verb.Create(terminal, "create", "Make a token and show it, this once", [s_name, s_right], CreateAsync));
        token.Subcommands.Add(Verb.Create(terminal, "list", "List the tokens; only their hashes are kept", [], ListAsync));
        token.Subcommands.Add(Verb.Create(terminal, "revoke", "Have a token work no longer", [s_id], RevokeAsync));
        return token;
    }

    private static TokenBook Book(Invocation call) => new(call.OpenStore(), call.Terminal.Time);

    private static async Task<int> CreateAsync(Invocation call)
    {
        var right = Enum.Parse<Right>(call.Parse.GetValue(s_right)!, ignoreCase: true);
        var (token, record) = await Book(call).CreateAsync(call.Parse.GetRequiredValue(s_name), right, call.Terminal.Interrupted);
        if (call.IsJson)
        {
            call.WriteJson(new { Token = token, record.Id, record.Name, record.Right });
        }
        else
        {
            call.WriteText(token);
        }

        call.Say($"Keep it now: it is not stored and not shown again. DISTILL__Token or --token takes it; `distill token revoke {record.Id}` ends it.");
        return ExitCode.Ok;
    }

    private static async Task<int> ListAsync(Invocation call)
    {
        var tokens = (await Book(call).ListAsync(call.Terminal.Interrupted)).Select(token => new Entry(token.Id, token.Name, token.Right, token.Created)).ToList();
        var now = call.Terminal.Time.GetUtcNow();
        call.Write(tokens, entries =>
        {
            var table = new Table().Border(TableBorder.None).AddColumns("id", "name", "right", "age");
            entries.ForEach(entry => table.AddRow(entry.Id, Markup.Escape(entry.Name), entry.Right.ToString().ToLowerInvariant(), Figures.Age((now - entry.Created).TotalSeconds)));
            return table;
        });
        return ExitCode.Ok;
    }

    private static async Task<int> RevokeAsync(Invocation call)
    {
        var id = call.Parse.GetRequiredValue(s_id);
        if (!await Book(call).RevokeAsync(id, call.Terminal.Interrupted))
        {
            throw new CommandException(ExitCode.NotFound, $"There is no token \"{id}\"; `distill token list` shows which there are.");
        }

        call.Say($"The token {id} is revoked; servers forget it within five seconds.");
        return ExitCode.Ok;
    }

    private static Option<string> RightOption()
    {
        var option = new Option<string>("--right")
        {
            Description = "read: look and take students away; submit: also submit, cancel and resume; admin: also delete, and empty queues",
            DefaultValueFactory = _ => "submit",
        };
        return option.AcceptOnlyFromAmong("read", "submit", "admin");
    }

    private sealed record Entry(string Id, string Name, Right Right, DateTimeOffset Created);
}
