using Distill.Cli;
using Distill.Jobs;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class CompletionTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("distill val", "validate\n")]
    [InlineData("distill token cr", "create\n")]
    [InlineData("distill list --out", "--output\n")]
    [InlineData("distill list -o js", "json\n")]
    [InlineData("distill watch calm", "calm-heron-8\n")]
    [InlineData("distill compare calm-heron-8 ca", "calm-heron-8\n")]
    [InlineData("distill nothing x", "")]
    public async Task Words_that_may_follow_are_said(string line, string words)
    {
        await SomeStore.AddFailedAsync(_shell);
        Assert.Equal(new ShellResult(ExitCode.Ok, words, ""), await _shell.RunAsync("complete", $"{line.Length}", line));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _distill distill")]
    [InlineData("zsh", "#compdef distill")]
    [InlineData("fish", "complete -c distill")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Every_shell_has_its_script(string shell, string line) => Assert.Contains(line, (await _shell.RunAsync("completion", shell)).Out, StringComparison.Ordinal);

    [Fact]
    public async Task The_curves_of_a_job_that_has_none_yet_are_no_error()
    {
        await SomeStore.AddAsync(_shell, "calm-heron-8", JobState.Learning);
        Assert.Equal(new ShellResult(ExitCode.Ok, "", "No network of calm-heron-8 has ended an epoch yet.\n"), await _shell.RunAsync("metrics"));
    }
}
