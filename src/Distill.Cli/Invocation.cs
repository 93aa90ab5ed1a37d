using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Distill.Artifacts;
using Distill.Cli.Remote;
using Distill.Cli.Screens;
using Distill.Cli.Stored;
using Distill.Pipeline;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Workers;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli;

/// <summary>One call of the program: the command line, the settings and where to write.</summary>
internal sealed class Invocation : IDisposable
{
    private const int Unbroken = 10_000;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
        NewLine = "\n",
    };

    private static readonly JsonSerializerOptions s_jsonLine = new(s_json) { WriteIndented = false };

    private readonly Lazy<IAnsiConsole> _out;
    private readonly Lazy<IAnsiConsole> _error;
    private IArtifactStore? _store;
    private ServerClient? _remote;

    public Invocation(Terminal terminal, ParseResult parse)
    {
        Terminal = terminal;
        Parse = parse;
        Settings = GlobalOptions.Read(parse, terminal.Variable);
        _out = new(() => terminal.DataConsole(Settings.NoColor));
        _error = new(() => terminal.MessageConsole(Settings.NoColor));
    }

    public Terminal Terminal { get; }

    public ParseResult Parse { get; }

    public Settings Settings { get; }

    public bool IsJson => Settings.Output == OutputFormat.Json;

    /// <summary>For data.</summary>
    public IAnsiConsole Out => _out.Value;

    /// <summary>For progress, hints and errors.</summary>
    public IAnsiConsole Error => _error.Value;

    /// <summary>Writes a command's data: the document for programs, or the screen for people.</summary>
    public void Write<T>(T document, Func<T, IRenderable> screen)
    {
        if (IsJson)
        {
            WriteJson(document);
        }
        else
        {
            Out.Write(new Trimmed(screen(document)));
        }
    }

    /// <summary>Writes one of several JSON documents, on a line of its own.</summary>
    public void WriteJsonLine<T>(T document) => WriteText(JsonSerializer.Serialize(document, s_jsonLine));

    public void WriteJson<T>(T document) => WriteText(JsonSerializer.Serialize(document, s_json));

    /// <summary>Writes text as it is: no wrapping, no colours.</summary>
    public void WriteText(string text) => Terminal.Out.WriteLine(text.TrimEnd('\n'));

    /// <summary>Writes a screen whose lines are never broken, so that a path in it can be copied.</summary>
    public void WriteLines(IRenderable screen)
    {
        Out.Profile.Width = Unbroken;
        Out.Write(new Trimmed(screen));
    }

    /// <summary>A hint: what was done, or what to do next.</summary>
    public void Say(string sentence)
    {
        if (!Settings.Quiet)
        {
            Terminal.Error.WriteLine(sentence);
        }
    }

    /// <summary>The jobs of the store.</summary>
    /// <exception cref="CommandException">The store cannot be reached.</exception>
    public StoredJobs OpenJobs()
    {
        return new StoredJobs(OpenStore());
    }

    /// <summary>The server that is meant instead of a store; null without one.</summary>
    public ServerClient? Remote => Settings.Server is null ? null : _remote ??= new ServerClient(Settings.Server, Settings.Token, Terminal.Time);

    /// <summary>The store; nothing is asked of it yet.</summary>
    /// <exception cref="CommandException">It cannot be one.</exception>
    public IArtifactStore OpenStore()
    {
        if (Remote is { } server)
        {
            return _store ??= new ServerStore(server);
        }

        if (File.Exists(Settings.Store.Folder))
        {
            throw new CommandException(ExitCode.Unreachable, $"The store {Settings.Store} is a file and not a folder; choose another one with --store.");
        }

        return _store ??= Settings.Store.Open(Terminal.Time);
    }

    /// <summary>What can be done to the jobs of the store.</summary>
    /// <exception cref="CommandException">The store cannot be reached.</exception>
    public JobControl OpenControl()
    {
        var jobs = OpenJobs().Records;
        return new JobControl(jobs, new JobEvents(jobs, JobEvents.ThisProcess, Terminal.Time), Terminal.Time) { Changed = AnnounceAsync };
    }

    // Without a broker nobody hears; workers then find the change in the store.
    private async Task AnnounceAsync(JobRecord record, CancellationToken ct)
    {
        if (Settings.Broker is not null)
        {
            await using var host = await DistillHost.StartAsync(HostSettings with { Roles = WorkerRoles.None }, Terminal.Time, ct);
            await host.AnnounceAsync(record, ct);
        }
    }

    /// <summary>The settings of a host of this process.</summary>
    public HostSettings HostSettings => new() { Store = Settings.Store, Broker = Settings.Broker, Cache = Settings.Cache, CacheLimit = Settings.CacheLimit, KeepStreams = Settings.KeepStreams };

    /// <summary>The broker, for what cannot do without.</summary>
    /// <exception cref="CommandException">None is given.</exception>
    public BrokerAddress RequireBroker() => Settings.Broker ?? throw new CommandException(
        ExitCode.BadInput,
        "This needs a message broker, and none is given: set DISTILL__Broker or --broker to its address, such as amqp://user:password@host:5672; distill run does without one.");

    public void Dispose()
    {
        (_store as IDisposable)?.Dispose();
        _remote?.Dispose();
    }
}
