using Azure.Core.Pipeline;
using Distill.Acceptance.Servers;
using Distill.Artifacts;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Storage.Blobs;
using Distill.Tests.Storage;
using Xunit;

namespace Distill.Acceptance.Storage;

/// <summary>The contract of every store, kept by blobs on a real server.</summary>
public sealed class AzureBlobStoreTests(AzuriteServer server) : ArtifactStoreContract, IAsyncLifetime
{
    private string _address = "";

    public async ValueTask InitializeAsync() => _address = await server.StoreAsync();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Two_stores_below_prefixes_of_one_container_do_not_meet()
    {
        var whole = Open();
        await whole.WriteAsync("elsewhere", Bytes("x"), Ct);
        var container = StoreAddress.Parse(_address).ToString().Split('/')[^1];
        var (one, other) = (StoreAddress.Open(await server.SignedAsync(container, "team/a"), TimeProvider.System), StoreAddress.Open(await server.SignedAsync(container, "team/b/"), TimeProvider.System));

        await one.CreateAsync("jobs/x", Bytes("a"), Ct);
        await other.CreateAsync("jobs/x", Bytes("b"), Ct);

        Assert.Equal("a", Text((await one.ReadAsync("jobs/x", Ct))!.Content));
        Assert.Equal(["jobs/x"], await ListAsync(one, ""));
        Assert.Equal(["elsewhere", "team/a/jobs/x", "team/b/jobs/x"], await ListAsync(whole, ""));
        Assert.EndsWith($"/{container}/team/b/jobs/x", other.Describe("jobs/x"));
        Assert.DoesNotContain("sig=", other.Describe("jobs/x"));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_at_once_and_never_shown()
    {
        var wrong = _address.Replace("AccountKey=Eby8", "AccountKey=Xby8", StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => StoreAddress.Open(wrong, TimeProvider.System).WriteAsync("a", Bytes("a"), Ct));

        Assert.Contains("because the service refuses these credentials; ", refusal.Message);
        Assert.False(refusal.IsTransient);
        Assert.DoesNotContain("by8vdM02", refusal.ToString());
    }

    [Fact]
    public async Task Reading_creates_no_container()
    {
        var store = Open();

        Assert.Null(await store.ReadAsync("a", Ct));
        Assert.Null(await store.OpenReadAsync("a", Ct));
        Assert.Empty(await ListAsync(store, ""));
        await store.DeleteAsync("a", Ct);
        await store.WriteAsync("a", Bytes("now it is there"), Ct);

        Assert.Equal(["a"], await ListAsync(Open(), ""));
    }

    [Fact]
    public async Task A_hundred_small_contents_are_read_with_one_question()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Open().WriteAsync($"states/{number:D3}.json", Bytes($"state {number}"), Ct)));
        using var counted = new CountedRequests();
        using var transport = new HttpClientTransport(counted);
        var store = StoreAddress.Parse(_address).Open(TimeProvider.System, new BlobPatience(), transport);

        var found = await store.ReadAllAsync("states/", Ct).Select(file => Text(file.Content)).ToListAsync(Ct);

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"state {number}"), found);
        Assert.Equal(1, counted.Count);
    }

    [Fact]
    public void A_path_is_described_without_the_key()
    {
        var described = Open().Describe("jobs/a/state.json");

        Assert.Matches("^http://127.0.0.1:[0-9]+/devstoreaccount1/test-[0-9a-f]+/jobs/a/state.json$", described);
    }

    protected override IArtifactStore Open() => StoreAddress.Open(_address, TimeProvider.System);

    protected override void Dispose(bool disposing)
    {
        // The server's folder goes as a whole.
    }

    private sealed class CountedRequests() : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _count;

        public int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
