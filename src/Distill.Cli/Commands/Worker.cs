using System.CommandLine;
using System.Net.Sockets;
using Distill.Pipeline;
using Distill.Pipeline.Workers;
using Distill.Server;
using Microsoft.AspNetCore.Builder;

namespace Distill.Cli.Commands;

/// <summary><c>distill worker teacher|student</c>: works on the jobs of a broker until it is interrupted.</summary>
internal static class Worker
{
    private static readonly Option<int> s_slots = new("--slots")
    {
        Description = "Chunks that are taught side by side, one thread each; 0 takes as many as there are cores",
        HelpName = "count",
    };

    private static readonly Option<int> s_runs = new("--runs")
    {
        Description = "Students that are trained side by side; a killed worker repeats at most a segment of each; 0 takes as many as there are cores",
        HelpName = "count",
    };

    private static readonly Option<double> s_stale = new("--stale")
    {
        Description = "Seconds without any movement, beside the length of a segment, after which a job's work is sent for again",
        HelpName = "seconds",
        DefaultValueFactory = _ => new HostSettings { Store = null!, Cache = "" }.Stale.TotalSeconds,
    };

    private static readonly Option<double> s_verify = new("--verify")
    {
        Description = "Share of the chunks that another worker teaches once more and compares, from 0 to 1",
        HelpName = "share",
        DefaultValueFactory = _ => new HostSettings { Store = null!, Cache = "" }.VerifyShare,
    };

    private static readonly Option<int?> s_healthPort = new("--health-port")
    {
        Description = "Answer /health/live, /health/ready and /metrics on this port of all addresses; nothing listens otherwise",
        HelpName = "port",
    };

    public static Command Create(Terminal terminal)
    {
        var worker = new Command("worker", "Work on the jobs of a broker; start as many workers as you like, anywhere");
        worker.Subcommands.Add(Verb.Create(terminal, "teacher", "Label chunks for the students of all jobs", [s_slots, s_verify, s_healthPort], call => RunAsync(call, WorkerRoles.Teacher)));
        worker.Subcommands.Add(Verb.Create(terminal, "student", "Prepare jobs, train students, write reports", [s_runs, s_stale, s_healthPort], call => RunAsync(call, WorkerRoles.Student)));
        return worker;
    }

    private static async Task<int> RunAsync(Invocation call, WorkerRoles role)
    {
        if (call.Parse.GetValue(s_healthPort) is < 1 or > ushort.MaxValue)
        {
            throw new CommandException(ExitCode.BadInput, $"--health-port {call.Parse.GetValue(s_healthPort)} is no port; name one from 1 to 65535.");
        }

        var settings = call.HostSettings with { Broker = call.RequireBroker(), Roles = role };
        settings = role == WorkerRoles.Teacher
            ? settings with { TeacherSlots = call.Parse.GetValue(s_slots), VerifyShare = call.Parse.GetValue(s_verify) }
            : settings with { Runs = call.Parse.GetValue(s_runs), Stale = TimeSpan.FromSeconds(call.Parse.GetValue(s_stale)) };
        using var log = LineLogger.For(call.Terminal);
        settings = settings with { Log = log };
        var stop = call.Terminal.Interrupted;
        await using var host = await DistillHost.StartAsync(settings, call.Terminal.Time, stop);
        call.Say($"{role} {host.Id} takes work from {settings.Broker}, with the store {settings.Store}. Ctrl-C or SIGTERM ends it; what is done is kept.");
        await using var health = await AnswerAsync(call, host, role, stop);
        var ended = new TaskCompletionSource();
        await using var interrupted = stop.Register(ended.SetResult);
        if (await Task.WhenAny(ended.Task, host.Broken) == host.Broken)
        {
            var (sentence, isQuarantined) = await host.Broken;
            throw new CommandException(isQuarantined ? ExitCode.Failed : ExitCode.Unreachable, sentence);
        }

        await host.StopAsync();
        call.Say($"{role} {host.Id} has ended; nothing is lost.");
        return ExitCode.Ok;
    }

    private static async Task<WebApplication?> AnswerAsync(Invocation call, DistillHost host, WorkerRoles role, CancellationToken ct)
    {
        if (call.Parse.GetValue(s_healthPort) is not { } port)
        {
            return null;
        }

        var server = WorkerHealthServer.Build(new WorkerHealth(host.Id, role.ToString().ToLowerInvariant(), () => host.Obstacle, call.Terminal.Time), port);
        try
        {
            await server.StartAsync(ct);
        }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            throw new CommandException(ExitCode.BadInput, $"The worker cannot answer on port {port}: {taken.Message.TrimEnd('.')}; choose another one with --health-port.");
        }

        return server;
    }
}
