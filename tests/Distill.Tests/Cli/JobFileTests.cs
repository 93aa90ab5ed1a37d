using Distill.Cli;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class JobFileTests : IDisposable
{
    private const string Misspelt = "name: tiny\ndataset: { kind: digit }\nstudent: { network: cnn_4_8, widht: 2 }\ntraining: { epochs: none }\n";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task A_good_job_file_is_said_to_be_good() =>
        Approved.Verify((await _shell.RunAsync(["validate", .. TinyJob.Run[1..]])).ToString(), "Cli/validate");

    [Theory]
    [InlineData("validate")]
    [InlineData("run")]
    public async Task Every_problem_is_told_at_once_and_nothing_is_started(string verb)
    {
        var file = _shell.PathOf("job.yaml");
        File.WriteAllText(file, Misspelt);

        var result = await _shell.RunAsync(verb, file);

        Approved.Verify(result.ToString(), "Cli/validate.problems");
        Assert.False(Directory.Exists(_shell.Store));
    }

    [Fact]
    public async Task A_program_gets_the_problems_as_data()
    {
        var file = _shell.PathOf("job.yaml");
        File.WriteAllText(file, Misspelt);

        Approved.Verify((await _shell.RunAsync("validate", file, "-o", "json", "--quiet")).ToString(), "Cli/validate.problems.json");
    }

    [Fact]
    public async Task Printing_shows_where_each_value_comes_from()
    {
        var result = await _shell.RunAsync("validate", "digits", "--print", "--set", "training.epochs=3");

        Assert.Contains("epochs: 3", result.Out, StringComparison.Ordinal);
        Assert.Contains("--set", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_init_wrote_is_a_valid_job()
    {
        var file = _shell.PathOf("job.yaml");

        var written = await _shell.RunAsync("init", "--to", file);
        var again = await _shell.RunAsync("init", "--to", file);

        Assert.Equal(ExitCode.Ok, written.ExitCode);
        Assert.Equal(ExitCode.Ok, (await _shell.RunAsync("validate", file)).ExitCode);
        Assert.Equal(ExitCode.BadInput, again.ExitCode);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_copies_a_bundled_job_by_its_name()
    {
        Assert.Equal(ExitCode.Ok, (await _shell.RunAsync("init", "digits", "--to", _shell.PathOf("digits.yaml"))).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await _shell.RunAsync("init", "digit", "--to", _shell.PathOf("digit.yaml"))).ExitCode);
    }
}
