using System.Net;
using System.Security.Cryptography;
using Distill.Cli;
using Distill.Cli.Remote;
using Distill.Pipeline.Inputs;
using Distill.Server.Access;
using Distill.Tests.Pipeline.Inputs;
using Xunit;

namespace Distill.Tests.Server;

/// <summary>The files of a job on their way from a laptop through a server into the store.</summary>
public sealed class RemoteInputTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();
    private readonly InputBench _laptop = new();
    private string _token = "";
    private string _reader = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var book = new TokenBook(_server.Store, TimeProvider.System);
        _token = (await book.CreateAsync("laptop", Right.Submit, Ct)).Token;
        _reader = (await book.CreateAsync("reader", Right.Read, Ct)).Token;
        await _server.StartAsync(settings => settings with { RequireToken = true });
    }

    public ValueTask DisposeAsync()
    {
        _laptop.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task What_a_laptop_sends_is_what_the_store_would_have_got_from_it()
    {
        var job = _laptop.Job("fruit", seed: 1);
        using var remote = new ServerStore(new ServerClient(new Uri(_server.Address), _token, TimeProvider.System));

        var sent = await new InputStore(remote).UploadAsync(job, null, Ct);

        Assert.Equal(await _laptop.Inputs.UploadAsync(job, null, Ct), sent);
        var (here, there) = (await ContentAsync(_laptop.Store), await ContentAsync(_server.Store));
        Assert.NotEmpty(there);
        Assert.Equal(here, there);
    }

    [Fact]
    public async Task What_is_not_what_its_name_says_is_refused()
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData([1, 2, 3]));
        foreach (var (path, content) in new (string, byte[])[] { ($"parts/{sha256}", [1, 2, 4]), ($"{sha256}/manifest.json", [1, 2, 3]), ($"{sha256}/upload.json", [1, 2, 4]), ("parts/x", [1]), ("elsewhere", [1]) })
        {
            using var body = new ByteArrayContent(content);
            var refusal = await _server.RefusalAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"/api/v1/store/inputs/{path}", body, _token);
            Assert.StartsWith($"What was sent as inputs/{path} is not what belongs there", refusal, StringComparison.Ordinal);
        }

        Assert.Empty(await ContentAsync(_server.Store));
    }

    [Fact]
    public async Task A_manifest_whose_parts_are_missing_is_refused()
    {
        await _laptop.Inputs.UploadAsync(_laptop.Job("fruit", seed: 1), null, Ct);
        var (path, manifest) = (await ContentAsync(_laptop.Store)).First(file => file.Key.EndsWith("/manifest.json", StringComparison.Ordinal));
        using var body = new ByteArrayContent(Convert.FromHexString(manifest));
        Assert.Contains("parts are missing", await _server.RefusalAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"/api/v1/store/{path}", body, _token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_may_only_read_sends_nothing_and_reads_no_data()
    {
        using var reading = new ServerStore(new ServerClient(new Uri(_server.Address), _reader, TimeProvider.System));
        var refused = await Assert.ThrowsAsync<CommandException>(() => new InputStore(reading).UploadAsync(_laptop.Job("fruit", seed: 1), null, Ct));
        Assert.StartsWith("The token \"reader\" has the right to read", refused.Message, StringComparison.Ordinal);
        using var remote = new ServerStore(new ServerClient(new Uri(_server.Address), _token, TimeProvider.System));
        var sent = await new InputStore(remote).UploadAsync(_laptop.Job("fruit", seed: 1), null, Ct);
        Assert.Null(await reading.ReadAsync($"inputs/{sent.Dataset}/manifest.json", Ct));
    }

    private static async Task<Dictionary<string, string>> ContentAsync(Distill.Artifacts.IArtifactStore store)
    {
        var content = new Dictionary<string, string>();
        await foreach (var path in store.ListAsync("inputs/", Ct))
        {
            content[path] = Convert.ToHexString((await store.ReadAsync(path, Ct))!.Content.Span);
        }

        return content;
    }
}
