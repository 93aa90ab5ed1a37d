using System.Diagnostics;
using Distill.Benchmarks.Table;
using Xunit;

namespace Distill.Benchmarks.Peers;

/// <summary>Debian's Python with its torch, for the tests of the peers; they skip where it is not installed.</summary>
internal static class PeerPython
{
    private static readonly Lazy<Task<bool>> s_hasTorch = new(HasTorchAsync);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Skips the test where it is missing, before the test has done anything.</summary>
    public static async Task RequireAsync() => Assert.SkipUnless(await s_hasTorch.Value, "Needs Debian's python3-torch.");

    /// <summary>Runs a program to its end and gives the lines that it printed.</summary>
    public static async Task<string[]> RunAsync(params string[] arguments)
    {
        await RequireAsync();
        var (code, output, errors) = await StartAsync(arguments);
        Assert.True(code == 0, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<bool> HasTorchAsync() =>
        File.Exists(PyTorchPeer.Interpreter) && (await StartAsync("-c", "import torch")).Code == 0;

    private static async Task<(int Code, string Output, string Errors)> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(PyTorchPeer.Interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        PyTorchPeer.Settle(start, threads: 1);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Ct);
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, output, await errors);
    }
}
