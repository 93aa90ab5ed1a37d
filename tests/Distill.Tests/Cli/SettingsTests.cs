using Distill.Cli;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class SettingsTests
{
    [Fact]
    public void A_flag_wins_over_the_environment_and_that_over_the_default()
    {
        var environment = new Dictionary<string, string> { ["DISTILL__Store"] = "/from/environment", ["HOME"] = "/h" };

        Assert.Equal("/from/flag", Read(environment, "list", "--store", "/from/flag").Store);
        Assert.Equal("/from/environment", Read(environment, "list").Store);
        Assert.Equal(Path.Combine(".distill", "store"), Read([], "list").Store);
    }

    [Fact]
    public void An_empty_variable_counts_as_not_set()
    {
        var settings = Read(new() { ["DISTILL__Broker"] = "", ["DISTILL__Store"] = "", ["NO_COLOR"] = "" }, "list");

        Assert.Null(settings.Broker);
        Assert.Equal(Path.Combine(".distill", "store"), settings.Store);
        Assert.False(settings.NoColor);
    }

    [Theory]
    [InlineData("XDG_CACHE_HOME", "/x", "/x/distill")]
    [InlineData("HOME", "/h", "/h/.cache/distill")]
    [InlineData("OTHER", "", ".distill/cache")]
    public void The_cache_is_where_the_user_keeps_such_things(string variable, string value, string cache) =>
        Assert.Equal(cache, Read(new() { [variable] = value }, "list").Cache);

    [Theory]
    [InlineData("--broker", "amqp://host", "--broker (DISTILL__Broker) is \"amqp://host\", but this version runs every role in one process; leave it out.")]
    [InlineData("--store", "https://account.example/jobs", "--store (DISTILL__Store) is \"https://account.example/jobs\", but this version keeps everything in a folder; give the path of one.")]
    public async Task What_this_version_cannot_do_yet_is_refused_and_not_ignored(string flag, string value, string sentence)
    {
        using var shell = new Shell();

        var result = await shell.RunAsync("list", flag, value);

        Assert.Equal((ExitCode.BadInput, sentence), (result.ExitCode, result.Error.TrimEnd()));
    }

    [Fact]
    public void Colours_can_be_refused_in_two_ways()
    {
        Assert.True(Read([], "list", "--no-color").NoColor);
        Assert.True(Read(new() { ["NO_COLOR"] = "1" }, "list").NoColor);
    }

    private static Settings Read(Dictionary<string, string> environment, params string[] args)
    {
        var terminal = new Terminal { Out = TextWriter.Null, Error = TextWriter.Null, Time = TimeProvider.System, Variable = _ => null };
        return GlobalOptions.Read(CommandLine.Create(terminal).Parse(args), environment.GetValueOrDefault);
    }
}
