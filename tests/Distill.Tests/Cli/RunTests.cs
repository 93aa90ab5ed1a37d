using System.Text.Json;
using Distill.Cli;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class RunTests : IDisposable
{
    private readonly Shell _shell = new(TimeProvider.System);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task A_run_for_a_program_is_one_document_that_matches_the_store()
    {
        var result = await _shell.RunAsync([.. TinyJob.Run, "-o", "json", "--quiet"]);

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        using var document = JsonDocument.Parse(result.Out);
        var run = document.RootElement;
        Assert.Equal("finished", run.GetProperty("state").GetString());
        Assert.Equal(2, run.GetProperty("seeds").GetArrayLength());
        Assert.Equal(1, run.GetProperty("labels").GetProperty("taught").GetInt32());
        var verified = await _shell.RunAsync("students", "verify", run.GetProperty("job").GetString()!);
        Assert.Equal(ExitCode.Ok, verified.ExitCode);
    }

    [Fact]
    public async Task A_run_for_a_person_ends_with_the_verdict()
    {
        var result = await _shell.RunAsync(TinyJob.Run);

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Contains("✓ digits finished", result.Out, StringComparison.Ordinal);
        Assert.Contains("digits learn done", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Out + result.Error);
    }

    [Fact]
    public async Task An_interrupted_run_says_how_to_go_on_and_still_writes_its_document()
    {
        _shell.Interrupt();

        var result = await _shell.RunAsync([.. TinyJob.Run, "-o", "json"]);

        Assert.Equal(ExitCode.Interrupted, result.ExitCode);
        Assert.Contains("run the same command to go on", result.Error, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(result.Out);
        Assert.Equal("interrupted", document.RootElement.GetProperty("state").GetString());
    }
}
