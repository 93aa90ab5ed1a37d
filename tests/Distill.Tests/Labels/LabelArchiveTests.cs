using System.Text;
using Distill.Labels;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class LabelArchiveTests : IDisposable
{
    private static readonly LabelSet s_set = SomeLabels.Set;

    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;

    public LabelArchiveTests() => _store = new(_folder.Path);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_settled_view_gives_every_chunk_back()
    {
        Assert.Null(await Open().ReadAsync(s_set, 2, 0, Ct));

        await Open().StoreAsync(s_set, 2, ChunksOf(2), Ct);

        for (var chunk = 0; chunk < s_set.ChunksPerView; chunk++)
        {
            Assert.Equal(SomeLabels.Bytes(s_set, 2, chunk), await Open().ReadAsync(s_set, 2, chunk, Ct));
        }

        Assert.Null(await Open().ReadAsync(s_set, 1, 0, Ct));
        Assert.Equal(
            [LabelPaths.Manifest(s_set), LabelPaths.ViewIndex(s_set, 2), LabelPaths.View(s_set, 2)],
            await ListAsync());
        Assert.EndsWith("/view-002.labels", LabelPaths.View(s_set, 2));
    }

    [Fact]
    public async Task All_who_settle_a_view_adopt_the_first_copy()
    {
        var indices = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            i => Task.Run(() => Open().StoreAsync(s_set, 0, ChunksOf(0, seed: (ulong)i), Ct), Ct)));

        Assert.Single(indices.Select(index => index.Chunks[0].Sha256).Distinct());
        Assert.Equal(indices[0].Chunks, (await Open().FindAsync(s_set, 0, Ct))!.Chunks);
    }

    [Fact]
    public async Task A_view_whose_archiver_died_before_the_index_is_adopted_as_it_is()
    {
        await _store.CreateAsync(LabelPaths.View(s_set, 0), ChunksOf(0, seed: 1).SelectMany(chunk => chunk).ToArray(), Ct);
        Assert.Null(await Open().FindAsync(s_set, 0, Ct));

        await Open().StoreAsync(s_set, 0, ChunksOf(0, seed: 2), Ct);

        Assert.Equal(SomeLabels.Bytes(s_set, 0, 1, seed: 1), await Open().ReadAsync(s_set, 0, 1, Ct));
    }

    [Fact]
    public async Task Only_sound_chunks_are_settled()
    {
        var chunks = ChunksOf(0);
        chunks[1][200] ^= 1;

        await Assert.ThrowsAsync<LabelCorruptException>(() => Open().StoreAsync(s_set, 0, chunks, Ct));
        Assert.Null(await Open().FindAsync(s_set, 0, Ct));
    }

    [Fact]
    public async Task A_bit_that_rots_on_the_disk_is_found_with_the_remedy()
    {
        await Open().StoreAsync(s_set, 0, ChunksOf(0), Ct);
        var file = _store.Describe(LabelPaths.View(s_set, 0));
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[^1] ^= 0x80;
        await File.WriteAllBytesAsync(file, bytes, Ct);

        Assert.NotNull(await Open().ReadAsync(s_set, 0, 0, Ct));
        var refusal = await Assert.ThrowsAsync<LabelCorruptException>(() => Open().ReadAsync(s_set, 0, 2, Ct));

        Assert.Equal(
            $"View 0, chunk 2 of the labels in {file} is corrupt, because its SHA-256 does not match; remove it and {_store.Describe(LabelPaths.ViewIndex(s_set, 0))}, and the next run has the view taught again.",
            refusal.Message);
    }

    [Fact]
    public async Task A_short_or_absent_file_is_found()
    {
        await Open().StoreAsync(s_set, 0, ChunksOf(0), Ct);
        var file = _store.Describe(LabelPaths.View(s_set, 0));
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file, Ct))[..^1], Ct);

        Assert.Contains("because the file is too short;", (await Assert.ThrowsAsync<LabelCorruptException>(() => Open().ReadAsync(s_set, 0, 2, Ct))).Message);
        File.Delete(file);
        Assert.Contains("because the file is gone;", (await Assert.ThrowsAsync<LabelCorruptException>(() => Open().ReadAsync(s_set, 0, 2, Ct))).Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("""{"version":1,"fingerprint":"f","view":0,"chunks":[]}""")]
    public async Task An_index_that_is_none_is_named(string text)
    {
        await _store.CreateAsync(LabelPaths.ViewIndex(s_set, 0), Encoding.UTF8.GetBytes(text), Ct);

        var refusal = await Assert.ThrowsAsync<LabelCorruptException>(() => Open().FindAsync(s_set, 0, Ct));

        Assert.StartsWith($"{_store.Describe(LabelPaths.ViewIndex(s_set, 0))} is corrupt, because ", refusal.Message);
    }

    [Fact]
    public async Task The_manifest_lists_every_deciding_part()
    {
        await Open().OpenAsync(s_set, Ct);

        Approved.Verify(Encoding.UTF8.GetString((await _store.ReadAsync(LabelPaths.Manifest(s_set), Ct))!.Content.Span), "Labels/manifest");
    }

    [Fact]
    public async Task Labels_of_another_set_in_the_place_of_these_are_named_by_what_differs()
    {
        var path = LabelPaths.Manifest(s_set);
        await _store.CreateAsync(path, LabelJson.Write(LabelManifest.Of(s_set with { Dataset = "d2", BatchSize = 8 })), Ct);

        var refusal = await Assert.ThrowsAsync<LabelException>(() => Open().OpenAsync(s_set, Ct));

        Assert.Equal(
            $"{_store.Describe(path)} is of another label set than this job's (dataset is 'd1' in one and 'd2' in the other; batch size is '4' in one and '8' in the other); remove that folder or use another store.",
            refusal.Message);
    }

    private static byte[][] ChunksOf(int view, ulong seed = 7) =>
        [.. Enumerable.Range(0, s_set.ChunksPerView).Select(chunk => SomeLabels.Bytes(s_set, view, chunk, seed))];

    private async Task<List<string>> ListAsync()
    {
        var paths = new List<string>();
        await foreach (var path in _store.ListAsync("", Ct))
        {
            paths.Add(path);
        }

        return paths;
    }

    private LabelArchive Open() => new(_store);
}
