using Distill.Cli;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli.Commands;

public sealed class ServerCommandTests
{
    [Fact]
    public async Task It_prints_where_it_listens_and_ends_in_good_order_when_interrupted()
    {
        using var interruption = new CancellationTokenSource();
        using var output = new FirstLine(interruption);
        using var error = new StringWriter();
        var store = Directory.CreateTempSubdirectory("distill-");
        var code = await RunAsync(["server", "--urls", "http://127.0.0.1:0", "--store", store.FullName], output, error, interruption.Token);
        store.Delete(recursive: true);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Matches(@"^http://127\.0\.0\.1:[1-9]\d*\n$", output.ToString());
        Assert.Equal("Ctrl-C ends the server.\n", error.ToString());
    }

    [Fact]
    public async Task An_address_that_others_can_reach_is_bad_input()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(ExitCode.BadInput, await RunAsync(["server", "--urls", "http://0.0.0.0:8080", "--store", Path.Combine(Path.GetTempPath(), $"distill-none-{Guid.NewGuid():N}")], output, error, TestContext.Current.CancellationToken));
        Assert.Equal("The server cannot listen on \"http://0.0.0.0:8080\" without a token, for others could reach it: make one first with `distill token create NAME --right admin`, or name an address of this machine such as http://127.0.0.1:8080.\n", error.ToString());
    }

    [Fact]
    public async Task A_file_without_a_token_is_bad_input()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(file, "short\n", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.BadInput, await RunAsync(["server", "--store", folder.Path], output, error, TestContext.Current.CancellationToken, file));

        Assert.Equal($"The token in {file} (DISTILL__ServerTokenFile) cannot be used: A token has at least 32 characters and no spaces; make one with: openssl rand -hex 32\n", error.ToString());
    }

    private static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken interrupted, string? tokenFile = null) => CommandLine.RunAsync(args, new Terminal
    {
        Out = output,
        Error = error,
        Time = new ManualTime(),
        Variable = name => name == "DISTILL__ServerTokenFile" ? tokenFile : null,
        Interrupted = interrupted,
    });

    /// <summary>Interrupts the program as soon as it has written a line.</summary>
    private sealed class FirstLine(CancellationTokenSource interruption) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            interruption.Cancel();
        }
    }
}
