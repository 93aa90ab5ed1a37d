using System.Net;
using Distill.Cli;
using Distill.Jobs;
using Distill.Server.Access;
using Distill.Tests.Cli;
using Distill.Tests.Reports;
using Xunit;

namespace Distill.Tests.Server;

/// <summary>The program's commands over a server: a laptop with neither store nor broker.</summary>
public sealed class RemoteCommandTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();
    private readonly Shell _laptop = new();
    private string _reader = "";

    public async ValueTask InitializeAsync()
    {
        await SomeStore.AddFinishedAsync(_server.Shell, 1);
        await SomeStore.AddAsync(_server.Shell, "keen-owl-9", JobState.Queued);
        var book = new TokenBook(_server.Store, TimeProvider.System);
        _laptop.Variables["DISTILL__Token"] = (await book.CreateAsync("laptop", Right.Admin, TestContext.Current.CancellationToken)).Token;
        _reader = (await book.CreateAsync("reader", Right.Read, TestContext.Current.CancellationToken)).Token;
        await _server.StartAsync(settings => settings with { RequireToken = true });
        _laptop.Variables["DISTILL__Server"] = _server.Address;
    }

    public ValueTask DisposeAsync()
    {
        _laptop.Dispose();
        return _server.DisposeAsync();
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show", "brisk-otter-7", "-o", "json")]
    [InlineData("compare", "brisk-otter-7", "keen-owl-9")]
    [InlineData("students", "list", "brisk-otter-7")]
    [InlineData("complete", "14", "distill watch k")]
    public async Task A_command_says_the_same_as_beside_the_store(params string[] command)
    {
        var (there, here) = (await _server.Shell.RunAsync(command), await _laptop.RunAsync(command));
        Assert.Equal(there, here);
        Assert.NotEmpty(here.Out);
    }

    [Fact]
    public async Task A_student_is_pulled_and_proved_whole()
    {
        var pulled = await _laptop.RunAsync("students", "pull", SomeReport.Large(1).Job, "--to", _laptop.PathOf("taken"));
        Assert.Equal(ExitCode.Ok, pulled.ExitCode);
        Assert.Equal(SomeStore.Weights(1), await File.ReadAllBytesAsync(_laptop.PathOf("taken/model.safetensors"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_job_is_cancelled_resumed_and_deleted()
    {
        Assert.Equal("keen-owl-9 is cancelled.\n", (await _laptop.RunAsync("cancel", "keen-owl-9")).Out);
        Assert.Equal(JobState.Cancelled, (await _server.Jobs.FindAsync("keen-owl-9", TestContext.Current.CancellationToken))!.State);
        Assert.Equal("keen-owl-9 is queued.\n", (await _laptop.RunAsync("resume", "keen-owl-9")).Out);
        Assert.Equal(ExitCode.Ok, (await _laptop.RunAsync("delete", "brisk-otter-7", "--yes")).ExitCode);
        Assert.Null(await _server.Jobs.FindAsync("brisk-otter-7", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_token_without_the_right_is_refused_with_a_sentence()
    {
        _laptop.Variables["DISTILL__Token"] = _reader;
        var refused = await _laptop.RunAsync("cancel", "keen-owl-9");
        Assert.Equal((ExitCode.Failed, ""), (refused.ExitCode, refused.Out));
        Assert.StartsWith("The token \"reader\" has the right to read", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_cannot_be_reached()
    {
        var result = await _laptop.RunAsync("list", "--server", "http://127.0.0.1:9");
        Assert.Equal(ExitCode.Unreachable, result.ExitCode);
        Assert.StartsWith("The server http://127.0.0.1:9/ cannot be reached", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_not_given_out_with_the_store()
    {
        foreach (var path in new[] { "/api/v1/store/access/tokens.json", "/api/v1/store/jobs/../access/tokens.json", "/api/v1/store?prefix=", "/api/v1/store?prefix=access" })
        {
            using var response = await _server.SendAsync(HttpMethod.Get, path, token: _reader);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }
}
