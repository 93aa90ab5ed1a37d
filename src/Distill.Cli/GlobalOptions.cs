using System.CommandLine;
using Distill.Artifacts;
using Distill.Pipeline.Inputs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;

namespace Distill.Cli;

/// <summary>The options that every command takes, and how they become <see cref="Settings"/>.</summary>
internal static class GlobalOptions
{
    private static readonly Option<string?> s_store = new("--store")
    {
        Description = "Where jobs, labels and students are: a folder, a connection string or an address of Azure's blob storage (DISTILL__Store; .distill/store)",
        HelpName = "address",
        Recursive = true,
    };

    private static readonly Option<string?> s_broker = new("--broker")
    {
        Description = "Message broker; without one, everything runs in this process (DISTILL__Broker)",
        HelpName = "address",
        Recursive = true,
    };

    private static readonly Option<string?> s_server = new("--server", "-s")
    {
        Description = "Address of a Distill server; then neither store nor broker is needed here (DISTILL__Server, DISTILL__Token)",
        HelpName = "address",
        Recursive = true,
    };

    private static readonly Option<string?> s_cache = new("--cache")
    {
        Description = "Folder of what can be made again (DISTILL__Cache; ~/.cache/distill)",
        HelpName = "folder",
        Recursive = true,
    };

    private static readonly Option<string> s_output = Output();

    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "No progress and no hints", Recursive = true };

    private static readonly Option<bool> s_verbose = new("--verbose", "-v") { Description = "All details of an unexpected error", Recursive = true };

    private static readonly Option<bool> s_noColor = new("--no-color") { Description = "No colours (NO_COLOR)", Recursive = true };

    public static IReadOnlyList<Option> All { get; } = [s_output, s_server, s_store, s_broker, s_cache, s_quiet, s_verbose, s_noColor];

    /// <param name="parse">The command line.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    public static Settings Read(ParseResult parse, Func<string, string?> variable) => new()
    {
        Store = Store(parse.GetValue(s_store), variable),
        Broker = Broker(parse.GetValue(s_broker) ?? Given(variable("DISTILL__Broker")), Given(variable("DISTILL__BrokerPasswordFile"))),
        Server = Server(parse.GetValue(s_server) ?? Given(variable("DISTILL__Server"))),
        Token = Given(variable("DISTILL__Token")) ?? Secret(Given(variable("DISTILL__TokenFile")), "server's token (DISTILL__TokenFile)"),
        Cache = parse.GetValue(s_cache) ?? Given(variable("DISTILL__Cache")) ?? DefaultCache(variable),
        CacheLimit = Given(variable("DISTILL__CacheLimit")) is { } limit ? Quantities.Bytes(limit, "DISTILL__CacheLimit") : InputCache.DefaultLimit,
        KeepStreams = Given(variable("DISTILL__Streams")) switch
        {
            null or "remove" => false,
            "keep" => true,
            { } other => throw new CommandException(ExitCode.BadInput, $"DISTILL__Streams is \"{other}\", but it is remove or keep: whether the broker's label streams stay when their jobs have finished."),
        },
        Output = parse.GetValue(s_output) == "json" ? OutputFormat.Json : OutputFormat.Table,
        Quiet = parse.GetValue(s_quiet),
        Verbose = parse.GetValue(s_verbose),
        NoColor = parse.GetValue(s_noColor) || Given(variable("NO_COLOR")) is not null,
    };

    private static Option<string> Output()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "table for people, json for programs",
            Recursive = true,
            DefaultValueFactory = _ => "table",
        };
        return option.AcceptOnlyFromAmong("table", "json");
    }

    private static string DefaultCache(Func<string, string?> variable)
    {
        if (Given(variable("XDG_CACHE_HOME")) is { } cache)
        {
            return Path.Combine(cache, "distill");
        }

        return Given(variable("HOME")) is { } home ? Path.Combine(home, ".cache", "distill") : Path.Combine(".distill", "cache");
    }

    // The file wins over DISTILL__Store: an image has a default there, and who mounts a secret means that.
    private static StoreAddress Store(string? flag, Func<string, string?> variable)
    {
        var file = flag is null ? Given(variable("DISTILL__StoreFile")) : null;
        var address = flag ?? Secret(file, "store's address (DISTILL__StoreFile)") ?? Given(variable("DISTILL__Store")) ?? Path.Combine(".distill", "store");
        try
        {
            return StoreAddress.Parse(address, Given(variable("DISTILL__StorePlainHttp")));
        }
        catch (StoreException unusable)
        {
            throw new CommandException(ExitCode.BadInput, $"{(file is null ? "--store (DISTILL__Store)" : $"The store of {file} (DISTILL__StoreFile)")}: {unusable.Message}");
        }
    }

    private static BrokerAddress? Broker(string? address, string? passwordFile)
    {
        if (address is null)
        {
            return null;
        }

        try
        {
            var broker = BrokerAddress.Parse(address);
            return Secret(passwordFile, "broker's password (DISTILL__BrokerPasswordFile)") is { } password ? broker with { Password = password } : broker;
        }
        catch (BrokerAddressException unusable)
        {
            throw new CommandException(ExitCode.BadInput, $"--broker (DISTILL__Broker): {unusable.Message}");
        }
    }

    private static string? Secret(string? file, string what)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.BadInput, $"The file of the {what} cannot be read: {unreadable.Message}");
        }
    }

    private static Uri? Server(string? address) => address is null ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri
        : throw new CommandException(ExitCode.BadInput, $"--server (DISTILL__Server): \"{address}\" is no address; name one such as http://127.0.0.1:8080.");

    // An empty variable is how scripts and compose files say "not set".
    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
