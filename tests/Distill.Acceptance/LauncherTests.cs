using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Distill.Acceptance;

public sealed class LauncherTests
{
    [Fact]
    public async Task The_launcher_works_from_any_folder_and_keeps_stdout_for_data()
    {
        using var job = new SmallJob();
        var folder = Path.GetDirectoryName(job.File)!;

        var (code, output) = await LaunchAsync(folder, "validate", Path.GetFileName(job.File), "-o", "json");

        Assert.Equal(0, code);
        using var document = JsonDocument.Parse(output);
        Assert.True(document.RootElement.GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task The_launcher_passes_the_exit_code_on()
    {
        Assert.Equal((2, ""), await LaunchAsync(Path.GetTempPath(), "validate", "no such file.yaml"));
        Assert.Equal((4, ""), await LaunchAsync(Path.GetTempPath(), "show", "no-such-job", "--store", Path.Combine(Path.GetTempPath(), "no-such-store")));
    }

    private static async Task<(int Code, string Output)> LaunchAsync(string folder, params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Path.Combine(Root(), "distill"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var launcher = Process.Start(start)!;
        var messages = launcher.StandardError.ReadToEndAsync(ct);
        var output = await launcher.StandardOutput.ReadToEndAsync(ct);
        await messages;
        await launcher.WaitForExitAsync(ct);
        return (launcher.ExitCode, output);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Distill.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("There is no Distill.sln above the tests: run them from a working copy.");
        }

        return folder;
    }
}
