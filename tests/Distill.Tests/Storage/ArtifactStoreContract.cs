using System.Text;
using Distill.Artifacts;
using Xunit;

namespace Distill.Tests.Storage;

/// <summary>What every artifact store must do; each implementation runs these same tests.</summary>
public abstract class ArtifactStoreContract : IDisposable
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Another client of the same, at first empty, store.</summary>
    protected abstract IArtifactStore Open();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_created_is_read_back_with_its_etag()
    {
        var store = Open();

        var etag = await store.CreateAsync("jobs/a/state.json", Bytes("hello"), Ct);

        var stored = await Open().ReadAsync("jobs/a/state.json", Ct);
        Assert.Equal("hello", Text(stored!.Content));
        Assert.Equal(etag, stored.ETag);
    }

    [Fact]
    public async Task Nothing_is_read_where_nothing_is_stored()
    {
        var store = Open();
        await store.CreateAsync("jobs/a/state.json", Bytes("hello"), Ct);

        Assert.Null(await store.ReadAsync("jobs/b", Ct));
        Assert.Null(await store.ReadAsync("jobs/a", Ct));
        Assert.Null(await store.OpenReadAsync("jobs/b", Ct));
        Assert.Null(await store.OpenReadAsync("jobs/a", Ct));
    }

    [Fact]
    public async Task Empty_content_is_content()
    {
        var store = Open();

        Assert.NotNull(await store.CreateAsync("empty", default, Ct));

        Assert.Equal(0, (await store.ReadAsync("empty", Ct))!.Content.Length);
        Assert.Null(await store.CreateAsync("empty", Bytes("late"), Ct));
    }

    [Fact]
    public async Task Only_the_first_of_many_creators_wins()
    {
        var etags = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            i => Task.Run(() => Open().CreateAsync("labels/x/manifest.json", Bytes($"creator {i}"), Ct), Ct)));

        var winner = Array.FindIndex(etags, etag => etag is not null);
        Assert.Single(etags, etag => etag is not null);
        Assert.Equal($"creator {winner}", Text((await Open().ReadAsync("labels/x/manifest.json", Ct))!.Content));
    }

    [Fact]
    public async Task Replacing_needs_the_etag_of_what_is_there()
    {
        var store = Open();
        var first = await store.CreateAsync("window.json", Bytes("1"), Ct);

        var second = await store.ReplaceAsync("window.json", Bytes("2"), first!, Ct);
        var stale = await store.ReplaceAsync("window.json", Bytes("3"), first!, Ct);
        var absent = await store.ReplaceAsync("nowhere.json", Bytes("4"), first!, Ct);

        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Null(stale);
        Assert.Null(absent);
        Assert.Equal("2", Text((await store.ReadAsync("window.json", Ct))!.Content));
        Assert.Null(await store.ReadAsync("nowhere.json", Ct));
    }

    [Fact]
    public async Task Many_who_count_by_replacing_lose_no_step()
    {
        await Open().CreateAsync("counter", Bytes("0"), Ct);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var store = Open();
            for (var steps = 0; steps < 5;)
            {
                var seen = (await store.ReadAsync("counter", Ct))!;
                steps += await store.ReplaceAsync("counter", Bytes($"{int.Parse(Text(seen.Content)) + 1}"), seen.ETag, Ct) is null ? 0 : 1;
            }
        })));

        Assert.Equal("40", Text((await Open().ReadAsync("counter", Ct))!.Content));
    }

    [Fact]
    public async Task Writing_replaces_whatever_is_there()
    {
        var store = Open();

        await store.WriteAsync("report.json", Bytes("a long first version"), Ct);
        await store.WriteAsync("report.json", Bytes("short"), Ct);

        Assert.Equal("short", Text((await store.ReadAsync("report.json", Ct))!.Content));
    }

    [Fact]
    public async Task A_reader_sees_old_or_new_content_and_never_a_mixture()
    {
        var (old, young) = (new string('o', 200_000), new string('n', 200_000));
        var store = Open();
        await store.WriteAsync("model", Bytes(old), Ct);
        using var done = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; !done.IsCancellationRequested; i++)
                {
                    await store.WriteAsync("model", Bytes(i % 2 == 0 ? young : old), Ct);
                }
            },
            Ct);

        for (var i = 0; i < 50; i++)
        {
            var seen = Text((await Open().ReadAsync("model", Ct))!.Content);
            Assert.True(seen == old || seen == young);
        }

        await done.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_stream_can_be_read_from_any_position()
    {
        var store = Open();
        await store.CreateAsync("view-000.labels", Bytes("0123456789"), Ct);

        await using var stream = await store.OpenReadAsync("view-000.labels", Ct);
        stream!.Position = 7;
        var tail = new byte[3];
        await stream.ReadExactlyAsync(tail, Ct);

        Assert.Equal("789", Text(tail));
        Assert.Equal(10, stream.Length);
    }

    [Fact]
    public async Task All_contents_below_a_prefix_are_read_as_they_are_now_small_and_large_and_empty_ones()
    {
        var store = Open();
        var large = new string('y', 100_000);
        foreach (var (path, content) in new[] { ("states/b.json", "old"), ("states/a.json", large), ("states/c.json", ""), ("jobs/a/job.yaml", "x") })
        {
            await store.CreateAsync(path, Bytes(content), Ct);
        }
        await store.WriteAsync("states/b.json", Bytes("new"), Ct);

        var found = await store.ReadAllAsync("states/", Ct).Select(file => (file.Path, Text(file.Content.ToArray()))).ToListAsync(Ct);

        Assert.Equal([("states/a.json", large), ("states/b.json", "new"), ("states/c.json", "")], found);
        Assert.Empty(await store.ReadAllAsync("models/", Ct).ToListAsync(Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.ReadAllAsync("../states", Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task Listing_goes_by_text_prefix_in_ordinal_order()
    {
        var store = Open();
        foreach (var path in new[] { "labels/b/x", "labels/abc/2", "labels/abc/10", "labels/abd", "jobs/a", "top" })
        {
            await store.CreateAsync(path, Bytes(path), Ct);
        }

        Assert.Equal(["labels/abc/10", "labels/abc/2", "labels/abd"], await ListAsync(store, "labels/ab"));
        Assert.Equal(["labels/abc/10", "labels/abc/2"], await ListAsync(store, "labels/abc/"));
        Assert.Equal(["jobs/a", "labels/abc/10", "labels/abc/2", "labels/abd", "labels/b/x", "top"], await ListAsync(store, ""));
        Assert.Empty(await ListAsync(store, "models/"));
    }

    [Fact]
    public async Task A_listing_tells_sizes_and_times()
    {
        var store = Open();
        await store.CreateAsync("labels/b", Bytes("12345"), Ct);
        await store.CreateAsync("labels/a", default, Ct);
        await store.CreateAsync("jobs/a", Bytes("1"), Ct);

        var listed = await store.ListDetailsAsync("labels/", Ct).ToListAsync(Ct);

        Assert.Equal([("labels/a", 0), ("labels/b", 5)], listed.Select(artifact => (artifact.Path, artifact.Bytes)));
        Assert.All(listed, artifact => Assert.InRange(artifact.Written, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5)));
    }

    [Fact]
    public async Task Large_content_is_written_replaced_and_read_as_a_whole()
    {
        var (first, second) = (new byte[9_000_001], new byte[8_500_000]);
        new Random(1).NextBytes(first);
        new Random(2).NextBytes(second);
        var store = Open();

        var created = await store.CreateAsync("models/large", first, Ct);
        Assert.True((await Open().ReadAsync("models/large", Ct))!.Content.Span.SequenceEqual(first));
        var replaced = await store.ReplaceAsync("models/large", second, created!, Ct);

        Assert.Null(await store.CreateAsync("models/large", first, Ct));
        Assert.Null(await store.ReplaceAsync("models/large", first, created!, Ct));
        Assert.Equal(replaced, (await store.ReadAsync("models/large", Ct))!.ETag);
        await using var stream = await store.OpenReadAsync("models/large", Ct);
        var copy = new MemoryStream();
        await stream!.CopyToAsync(copy, Ct);
        Assert.True(copy.ToArray().AsSpan().SequenceEqual(second));
    }

    [Fact]
    public async Task What_was_deleted_is_gone_and_may_be_created_again()
    {
        var store = Open();
        await store.CreateAsync("jobs/a", Bytes("1"), Ct);

        await store.DeleteAsync("jobs/a", Ct);
        await store.DeleteAsync("jobs/a", Ct);
        await store.DeleteAsync("never/was/there", Ct);

        Assert.Null(await store.ReadAsync("jobs/a", Ct));
        Assert.NotNull(await store.CreateAsync("jobs/a", Bytes("2"), Ct));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/outside")]
    [InlineData("jobs/../../outside")]
    [InlineData(".store/1.owner")]
    public async Task No_member_leaves_the_store(string path)
    {
        var store = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => store.ReadAsync(path, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => store.OpenReadAsync(path, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => store.CreateAsync(path, default, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => store.ReplaceAsync(path, default, "etag", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync(path, default, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(path, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => ListAsync(store, path));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.ListDetailsAsync(path, Ct).ToListAsync(Ct));
        Assert.Throws<ArgumentException>(() => store.Describe(path));
    }

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected static async Task<List<string>> ListAsync(IArtifactStore store, string prefix)
    {
        var paths = new List<string>();
        await foreach (var path in store.ListAsync(prefix, Ct))
        {
            paths.Add(path);
        }

        return paths;
    }

    protected abstract void Dispose(bool disposing);
}
