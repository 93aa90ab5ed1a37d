using System.Text.Json;
using Distill.Cli;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class RunTests : IDisposable
{
    // Small enough for a few seconds: what is tested is the command, not the student.
    private static readonly string[] s_tinyJob =
    [
        "run", "digits", "--set", "seeds=[1,2]", "--set", "dataset.train_limit=128", "--set", "labels.views=1", "--set", "training.epochs=1",
        "--set", "student.network=cnn_4_8", "--set", "teacher.network=cnn_8_16", "--set", "teacher.training.epochs=1", "--set", "teacher.minimum_accuracy=0",
    ];

    private readonly Shell _shell = new(TimeProvider.System);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task A_run_for_a_program_is_one_document_that_matches_the_store()
    {
        var result = await _shell.RunAsync([.. s_tinyJob, "-o", "json", "--quiet"]);

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
        var result = await _shell.RunAsync(s_tinyJob);

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Contains("✓ digits finished", result.Out, StringComparison.Ordinal);
        Assert.Contains("digits learn done", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Out + result.Error);
    }

    [Fact]
    public async Task An_interrupted_run_says_how_to_go_on_and_still_writes_its_document()
    {
        _shell.Interrupt();

        var result = await _shell.RunAsync([.. s_tinyJob, "-o", "json"]);

        Assert.Equal(ExitCode.Interrupted, result.ExitCode);
        Assert.Contains("run the same command to go on", result.Error, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(result.Out);
        Assert.Equal("interrupted", document.RootElement.GetProperty("state").GetString());
    }
}
