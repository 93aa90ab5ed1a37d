using System.CommandLine;
using Distill.Cli.Machines;
using Distill.Cli.Screens;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Cli.Commands;

/// <summary><c>distill doctor</c>: whether this machine can run jobs, and what to do if not.</summary>
internal static class Doctor
{
    private static readonly Option<bool> s_fix = new("--fix") { Description = "Install what is missing: packages with apt-get, ONNX Runtime with npm" };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "doctor", "Check this machine: libraries, store, memory", [s_fix], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var stop = call.Terminal.Interrupted;
        if (call.Parse.GetValue(s_fix))
        {
            if (!OnnxRuntime.IsPresent)
            {
                await OnnxRuntimeLibrary.InstallAsync(call.Terminal.Error, stop);
            }

            await FixAsync(call, stop);
        }

        var findings = await Examination.OfThisMachineAsync(call.Settings, call.Terminal.Time, stop);
        var ready = findings.All(finding => finding.State != FindingState.Missing);
        call.Write(new { Ready = ready, Findings = findings }, document => FindingTable.Of(document.Findings));
        if (!ready)
        {
            call.Say("Something is missing: do what stands below each ✗, or let `distill doctor --fix` install packages.");
        }

        return ready ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task FixAsync(Invocation call, CancellationToken stop)
    {
        if (await DebianPackages.InstalledAsync(stop) is not { } installed)
        {
            throw new CommandException(ExitCode.Failed, "Packages can be installed on Debian only: there is no dpkg on this machine.");
        }

        var missing = DebianPackages.Required.Select(package => package.Name).Where(name => !installed.ContainsKey(name)).ToList();
        if (missing.Count == 0)
        {
            call.Say("Every package is installed already.");
            return;
        }

        var command = DebianPackages.InstallCommand(missing);
        call.Say($"Running: {string.Join(' ', command)}");
        if (!await DebianPackages.InstallAsync(command, call.Terminal.Error, stop))
        {
            throw new CommandException(ExitCode.Failed, "apt-get could not install the packages; its own words are above, and `apt-get update` is the usual remedy.");
        }
    }
}
