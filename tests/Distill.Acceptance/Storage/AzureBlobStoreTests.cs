using Distill.Acceptance.Servers;
using Distill.Artifacts;
using Distill.Pipeline.Storage;
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
        await whole.WriteAsync("team-a/jobs/x", Bytes("a"), Ct);
        await whole.WriteAsync("team-b/jobs/x", Bytes("b"), Ct);

        Assert.Equal(["team-a/jobs/x", "team-b/jobs/x"], await ListAsync(whole, "team-"));
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
}
