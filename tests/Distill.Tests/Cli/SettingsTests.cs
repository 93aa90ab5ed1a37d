using Distill.Cli;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class SettingsTests
{
    [Fact]
    public void A_flag_wins_over_the_environment_and_that_over_the_default()
    {
        var environment = new Dictionary<string, string> { ["DISTILL__Store"] = "/from/environment", ["HOME"] = "/h" };

        Assert.Equal("/from/flag", Read(environment, "list", "--store", "/from/flag").Store.Folder);
        Assert.Equal("/from/environment", Read(environment, "list").Store.Folder);
        Assert.Equal(Path.GetFullPath(Path.Combine(".distill", "store")), Read([], "list").Store.Folder);
    }

    [Fact]
    public void An_empty_variable_counts_as_not_set()
    {
        var settings = Read(new() { ["DISTILL__Broker"] = "", ["DISTILL__Store"] = "", ["NO_COLOR"] = "" }, "list");

        Assert.Null(settings.Broker);
        Assert.Equal(Path.GetFullPath(Path.Combine(".distill", "store")), settings.Store.Folder);
        Assert.False(settings.NoColor);
    }

    [Theory]
    [InlineData("XDG_CACHE_HOME", "/x", "/x/distill")]
    [InlineData("HOME", "/h", "/h/.cache/distill")]
    [InlineData("OTHER", "", ".distill/cache")]
    public void The_cache_is_where_the_user_keeps_such_things(string variable, string value, string cache) =>
        Assert.Equal(cache, Read(new() { [variable] = value }, "list").Cache);

    [Theory]
    [InlineData("--broker", "http://host", "--broker (DISTILL__Broker): The address of the broker cannot be used, because its scheme is 'http'; write amqp://user:password@host:port/vhost (amqps:// for TLS), with special characters as %XX.")]
    [InlineData("--store", "ftp://host/x?sig=secret", "--store (DISTILL__Store): ")]
    public async Task An_address_that_cannot_be_used_is_refused_without_showing_its_secrets(string flag, string value, string sentence)
    {
        using var shell = new Shell();

        var result = await shell.RunAsync("list", flag, value);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.StartsWith(sentence, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_may_come_from_a_file()
    {
        using var shell = new Shell();
        File.WriteAllText(shell.PathOf("password"), "from file\n");

        var settings = Read(new() { ["DISTILL__Broker"] = "amqp://me@host", ["DISTILL__BrokerPasswordFile"] = shell.PathOf("password") }, "list");

        Assert.Equal(("me", "from file"), (settings.Broker!.UserName, settings.Broker.Password));
        Assert.DoesNotContain("from file", $"{settings}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_of_the_store_may_come_from_a_file()
    {
        using var shell = new Shell();
        File.WriteAllText(shell.PathOf("store"), "DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=c2VjcmV0;BlobEndpoint=http://azurite:10000/acc\n");
        var environment = new Dictionary<string, string>
        {
            ["DISTILL__Store"] = "/of/the/image",
            ["DISTILL__StoreFile"] = shell.PathOf("store"),
            ["DISTILL__StorePlainHttp"] = "azurite",
        };

        Assert.Equal("http://azurite:10000/acc/distill", Read(environment, "list").Store.ToString());
        Assert.Equal("/from/flag", Read(environment, "list", "--store", "/from/flag").Store.Folder);
    }

    [Theory]
    [InlineData("DISTILL__StoreFile", "/nowhere/store", "The file of the store's address (DISTILL__StoreFile) cannot be read: ")]
    [InlineData("DISTILL__StorePlainHttp", "evil.example", "--store (DISTILL__Store): \"evil.example\" is no private host, ")]
    public void A_setting_that_cannot_be_used_is_named(string variable, string value, string sentence)
    {
        var refusal = Assert.Throws<CommandException>(() => Read(new() { [variable] = value }, "list"));

        Assert.Equal(ExitCode.BadInput, refusal.ExitCode);
        Assert.StartsWith(sentence, refusal.Message, StringComparison.Ordinal);
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
