using System.Diagnostics;
using Distill.Pipeline.Messaging;
using Xunit;

namespace Distill.Acceptance.Servers;

/// <summary>
/// A RabbitMQ node of the test's own, from Debian's package: on free ports of 127.0.0.1, with its data in a temporary folder and a
/// port mapper (epmd) of its own. Nothing of the machine's is used or left behind.
/// </summary>
internal sealed class RabbitMqServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private const int Attempts = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distill-rabbitmq-");
    private readonly Dictionary<string, string> _environment;
    private readonly int _mapperPort;
    private readonly string[] _settings;
    private WatchedProcess? _mapper;
    private WatchedProcess? _broker;

    private RabbitMqServer(string[] settings)
    {
        _settings = settings;
        var (port, distribution, mapper) = FreePort.Several(3) is [var a, var b, var c] ? (a, b, c) : default;
        (Port, _mapperPort) = (port, mapper);
        Directory.CreateDirectory(PathOf("home"));
        File.WriteAllText(PathOf("empty-env.conf"), "");
        File.WriteAllText(PathOf("plugins"), "[].\n");
        File.WriteAllText(PathOf("advanced.config"), "[{kernel,[{inet_dist_use_interface,{127,0,0,1}}]}].\n");
        // The log of quorum queues stays in memory until it is full: half a gigabyte unless stated.
        File.WriteAllLines(PathOf("rabbitmq.conf"), [$"listeners.tcp.1 = 127.0.0.1:{port}", "disk_free_limit.absolute = 1MB", "log.file.level = info", "raft.wal_max_size_bytes = 4000000", .. settings]);
        _environment = new()
        {
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{mapper}",
            ["HOME"] = PathOf("home"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = PathOf("advanced.config"),
            // The start script becomes the node, so that its process id is the node's.
            ["RABBITMQ_ALLOW_INPUT"] = "true",
            ["RABBITMQ_CONFIG_FILE"] = PathOf("rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = PathOf("empty-env.conf"),
            ["RABBITMQ_CTL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["RABBITMQ_DIST_PORT"] = $"{distribution}",
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = PathOf("plugins"),
            ["RABBITMQ_LOG_BASE"] = PathOf("log"),
            ["RABBITMQ_MNESIA_BASE"] = PathOf("db"),
            ["RABBITMQ_NODENAME"] = $"distill-{port}@localhost",
            ["RABBITMQ_PID_FILE"] = PathOf("pid"),
            // Idle schedulers sleep instead of spinning: tests share their cores.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none",
            ["RABBITMQ_SERVER_START_ARGS"] = "-noinput",
        };
    }

    /// <summary>The port of AMQP.</summary>
    public int Port { get; }

    /// <summary>The address, as <c>DISTILL__Broker</c> takes it.</summary>
    public string Uri => $"amqp://127.0.0.1:{Port}";

    /// <summary>The address with the default virtual host and the node's own first user.</summary>
    public BrokerAddress Address => BrokerAddress.Parse(Uri) with { UserName = Setting("default_user"), Password = Setting("default_pass") };

    /// <summary>The node's process id.</summary>
    public int ProcessId => _broker!.Id;

    private string Setting(string name) => _settings.FirstOrDefault(line => line.StartsWith($"{name} = ", StringComparison.Ordinal))?.Split(" = ")[1] ?? "guest";

    private static string Program => Path.Combine(Programs, "rabbitmq-server");

    /// <summary>Whether there is one to start.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>A node that accepts connections; the calling test is skipped where RabbitMQ is not installed.</summary>
    /// <param name="ct">Ends the start.</param>
    /// <param name="settings">More lines of rabbitmq.conf.</param>
    public static async Task<RabbitMqServer> StartAsync(CancellationToken ct, params string[] settings)
    {
        Assert.SkipUnless(IsInstalled, $"Needs RabbitMQ at {Program} (apt-get install rabbitmq-server), which is not there.");
        for (var attempt = 1; ; attempt++)
        {
            var server = new RabbitMqServer(settings);
            try
            {
                await server.StartAgainAsync(ct);
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody else may have taken one of the ports since.
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts the node, with what it had stored, after a stop or a kill; returns when it accepts connections.</summary>
    public async Task StartAgainAsync(CancellationToken ct)
    {
        _mapper ??= await WatchedProcess.StartAsync("epmd", ["-address", "127.0.0.1", "-port", $"{_mapperPort}"], _environment, ct);
        _broker?.Dispose();
        // Erlang closes every file that the limit allows before it starts a helper; containers allow a billion.
        _broker = await WatchedProcess.StartAsync("prlimit", ["--nofile=4096", Program], _environment, ct);
        if (!await _broker.SaysAsync("completed with", ct))
        {
            throw new InvalidOperationException($"RabbitMQ did not start:\n{_broker.Latest}");
        }

        await using var proof = await Address.ConnectionFactory("proof of start").CreateConnectionAsync(ct);
    }

    /// <summary>Ends the node as a power failure does (kill -9); its data stays.</summary>
    public Task KillAsync(CancellationToken ct) => _broker!.KillAsync(ct);

    /// <summary>Stops the node in order; its data stays.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await _broker!.SignalAsync("TERM", ct);
        await _broker.EndAsync(ct);
    }

    /// <summary>The node goes on with nothing of what it had: a broken disk that was replaced.</summary>
    public async Task WipeAsync(CancellationToken ct)
    {
        await KillAsync(ct);
        Directory.Delete(PathOf("db"), recursive: true);
        await StartAgainAsync(ct);
    }

    /// <summary>Freezes the node (<c>STOP</c>) or lets it go on (<c>CONT</c>): a network that has swallowed every packet.</summary>
    public Task SignalAsync(string signal, CancellationToken ct) => _broker!.SignalAsync(signal, ct);

    /// <summary>Runs rabbitmqctl against the node and gives what it wrote.</summary>
    public async Task<string> ControlAsync(CancellationToken ct, params string[] arguments)
    {
        var start = new ProcessStartInfo("prlimit", ["--nofile=4096", Path.Combine(Programs, "rabbitmqctl"), "-q", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var control = Process.Start(start)!;
        var refusal = control.StandardError.ReadToEndAsync(ct);
        var output = await control.StandardOutput.ReadToEndAsync(ct);
        await control.WaitForExitAsync(ct);
        return control.ExitCode == 0 ? output : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)}: {output}{await refusal}");
    }

    /// <summary>
    /// Brings what was declared to the disk. RabbitMQ confirms a declaration up to a few seconds earlier, and a kill takes it back,
    /// with all that is in the queue or stream.
    /// </summary>
    public Task FlushDeclarationsAsync(CancellationToken ct) => ControlAsync(ct, "eval", "mnesia:sync_log().");

    /// <summary>A virtual host of the test's own, which shares nothing with others, by its address.</summary>
    public async Task<BrokerAddress> AddVirtualHostAsync(string name, CancellationToken ct)
    {
        await ControlAsync(ct, "add_vhost", name);
        await ControlAsync(ct, "set_permissions", "-p", name, "guest", ".*", ".*", ".*");
        return Address with { VirtualHost = name };
    }

    public ValueTask DisposeAsync()
    {
        _broker?.Dispose();
        _mapper?.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
