using System.Security.Cryptography;
using Distill.Artifacts;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Storage;

public sealed class FolderStoreTests : ArtifactStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<FolderStore> _opened = [];

    [Fact]
    public async Task The_etag_is_the_sha256_of_the_content()
    {
        var etag = await Open().CreateAsync("a", Bytes("hello"), Ct);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Bytes("hello").Span)), etag);
    }

    [Fact]
    public void A_path_is_described_as_the_file_that_a_user_can_open() =>
        Assert.Equal(_folder.File("jobs/a/report.html"), Open().Describe("jobs/a/report.html"));

    [Fact]
    public async Task Reading_creates_no_folder()
    {
        using var store = new FolderStore(_folder.File("absent"));

        Assert.Null(await store.ReadAsync("a", Ct));
        Assert.Empty(await ListAsync(store, ""));

        Assert.False(Directory.Exists(_folder.File("absent")));
    }

    [Fact]
    public async Task One_of_many_files_that_cannot_be_read_is_named()
    {
        var store = Open();
        await store.WriteAsync("states/a.json", Bytes("a"), Ct);
        File.CreateSymbolicLink(_folder.File("states/b.json"), "b.json");

        var refusal = await Assert.ThrowsAsync<StoreException>(async () => await store.ReadAllAsync("states/", Ct).ToListAsync(Ct));

        Assert.StartsWith($"Cannot read {_folder.File("states/b.json")}, because ", refusal.Message);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_folder_whose_last_file_was_removed()
    {
        var store = Open();
        await store.CreateAsync("jobs/a/runs/x/head.json", Bytes("x"), Ct);
        await store.CreateAsync("jobs/b/state.json", Bytes("x"), Ct);

        await store.DeleteAsync("jobs/a/runs/x/head.json", Ct);

        Assert.Equal([_folder.File("jobs/b")], Directory.GetDirectories(_folder.File("jobs")));
    }

    [Fact]
    public async Task Files_come_into_folders_that_others_empty_and_every_listing_has_what_stays()
    {
        var stores = Enumerable.Range(0, 6).Select(_ => Open()).ToList();
        await stores[0].WriteAsync("jobs/z/stays", Bytes("x"), Ct);

        await Task.WhenAll(stores.Select((store, worker) => Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                var path = $"jobs/a/{worker % 2}/{worker}";
                await store.WriteAsync(path, Bytes("x"), Ct);
                Assert.NotNull(await store.ReadAsync(path, Ct));
                Assert.Contains("jobs/z/stays", await ListAsync(store, "jobs/"));
                await store.DeleteAsync(path, Ct);
            }
        })));
    }

    [Fact]
    public async Task A_stray_file_of_a_dead_store_is_swept_and_that_of_a_live_one_stays()
    {
        using var live = new FolderStore(_folder.Path);
        var dead = new FolderStore(_folder.Path);
        await live.WriteAsync("a", Bytes("a"), Ct);
        await dead.WriteAsync("b", Bytes("b"), Ct);
        dead.Dispose();
        File.WriteAllText(_folder.File(".store/1-77"), "on its way");
        File.WriteAllText(_folder.File(".store/2-77"), "left by the dead");
        File.WriteAllText(_folder.File(".store/9-1"), "left by one whose owner file is gone");

        await Open().WriteAsync("c", Bytes("c"), Ct);

        Assert.Equal(["1-77"], Directory.GetFiles(_folder.File(".store"), "*-*").Select(file => Path.GetFileName(file)));
        Assert.Equal(["a", "b", "c"], await ListAsync(live, ""));
    }

    [Fact]
    public async Task A_cancelled_write_leaves_what_was_there()
    {
        var store = Open();
        await store.WriteAsync("a", Bytes("old"), Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.WriteAsync("a", Bytes("new"), new CancellationToken(canceled: true)));

        Assert.Equal("old", Text((await store.ReadAsync("a", Ct))!.Content));
        Assert.Empty(Directory.GetFiles(_folder.File(".store"), "*-*"));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_named_in_one_sentence()
    {
        var store = Open();
        await store.WriteAsync("jobs/a/state.json", Bytes("{}"), Ct);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("jobs/a", Bytes("no"), Ct));

        Assert.StartsWith($"Cannot write {_folder.File("jobs/a")}, because ", refusal.Message);
        Assert.Equal(["jobs/a/state.json"], await ListAsync(store, ""));
    }

    [Fact]
    public async Task A_store_that_cannot_be_created_is_named_in_one_sentence()
    {
        File.WriteAllText(_folder.File("taken"), "a file");
        using var store = new FolderStore(_folder.File("taken"));

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("a", Bytes("a"), Ct));

        Assert.StartsWith($"Cannot write to {_folder.File("taken/.store")}, because ", refusal.Message);
    }

    [Fact]
    public async Task A_full_disk_leaves_what_was_there_and_says_so()
    {
        using var disk = TinyDisk.Mount(_folder.File("disk"), kilobytes: 64);
        using var store = new FolderStore(disk.Path);
        await store.WriteAsync("a", Bytes("old"), Ct);

        var replaced = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("a", new byte[100_000], Ct));
        var created = await Assert.ThrowsAsync<StoreException>(() => store.CreateAsync("b", new byte[100_000], Ct));

        Assert.Equal($"Cannot write {store.Describe("a")}, because there is no room left; free some space there or choose another place.", replaced.Message);
        Assert.Contains("there is no room left", created.Message);
        Assert.True(replaced.IsTransient && created.IsTransient);
        Assert.Equal(["a"], await ListAsync(store, ""));
        Assert.Equal("old", Text((await store.ReadAsync("a", Ct))!.Content));
        Assert.Empty(Directory.GetFiles(Path.Combine(disk.Path, ".store"), "*-*"));
        await store.WriteAsync("c", Bytes("there is room for this"), Ct);
    }

    protected override IArtifactStore Open()
    {
        var store = new FolderStore(_folder.Path);
        lock (_opened)
        {
            _opened.Add(store);
        }

        return store;
    }

    protected override void Dispose(bool disposing)
    {
        _opened.ForEach(store => store.Dispose());
        _folder.Dispose();
    }
}
