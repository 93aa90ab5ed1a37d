using Distill.Artifacts;
using Distill.Labels;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class LabelSourceTests : IAsyncDisposable
{
    private static readonly LabelSet s_set = SomeLabels.Set;

    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;
    private readonly FileLabelLog _log;
    private readonly LabelArchive _archive;
    private readonly LabelSource _source;

    public LabelSourceTests()
    {
        _store = new(_folder.File("store"));
        _log = new(_folder.File("log"), TimeProvider.System);
        _archive = new(_store);
        _source = new(s_set, _log, _archive);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Chunks_that_arrive_in_any_order_are_handed_out_as_asked_for()
    {
        var log = new DelayedLabelLog(_log);
        await using var source = new LabelSource(s_set, log, _archive);
        var teaching = Enumerable.Range(0, 3).Select(chunk => log.AppendAsync(s_set, 0, chunk, SomeLabels.Bytes(s_set, 0, chunk), Ct)).ToList();
        var asked = Enumerable.Range(0, 3).Select(chunk => source.GetAsync(0, chunk, Ct)).ToList();

        foreach (var chunk in new[] { 2, 0, 1 })
        {
            Assert.False(asked[chunk].IsCompleted);
            log.LetThrough(0, chunk);
            Assert.Equal(SomeLabels.Bytes(s_set, 0, chunk), LabelChunkCodec.Encode(s_set, await asked[chunk]));
        }

        await Task.WhenAll(teaching);
    }

    [Fact]
    public async Task Of_several_copies_the_first_in_the_log_counts()
    {
        await AppendAsync(0, 0, seed: 1);
        await AppendAsync(0, 0, seed: 2);
        await AppendAsync(0, 0, seed: 1);

        Assert.Equal(SomeLabels.Bytes(s_set, 0, 0, seed: 1), LabelChunkCodec.Encode(s_set, await _source.GetAsync(0, 0, Ct)));
    }

    [Fact]
    public async Task A_view_that_is_complete_is_archived_and_needs_no_log_any_more()
    {
        for (var chunk = 0; chunk < 3; chunk++)
        {
            await AppendAsync(1, chunk);
        }

        Assert.Equal("111", await PresentAsync(_source, 1));
        Assert.NotNull(await _archive.FindAsync(s_set, 1, Ct));

        await using var other = new LabelSource(s_set, new FileLabelLog(_folder.File("empty"), TimeProvider.System), new LabelArchive(_store));
        Assert.Equal("111", await PresentAsync(other, 1));
        Assert.Equal(SomeLabels.Bytes(s_set, 1, 2), LabelChunkCodec.Encode(s_set, await other.GetAsync(1, 2, Ct)));
    }

    [Fact]
    public async Task The_archive_counts_more_than_the_log()
    {
        await _archive.StoreAsync(s_set, 0, [.. Enumerable.Range(0, 3).Select(chunk => SomeLabels.Bytes(s_set, 0, chunk, seed: 1))], Ct);
        await AppendAsync(0, 0, seed: 2);

        Assert.Equal(SomeLabels.Bytes(s_set, 0, 0, seed: 1), LabelChunkCodec.Encode(s_set, await _source.GetAsync(0, 0, Ct)));
    }

    [Fact]
    public async Task A_view_that_is_archived_elsewhere_while_the_log_is_waited_for_is_found()
    {
        var time = new ManualTime();
        await using var source = new LabelSource(s_set, new FileLabelLog(_folder.File("empty"), time), _archive, time: time);
        var asked = source.GetAsync(0, 0, Ct);
        await new LabelArchive(_store).StoreAsync(s_set, 0, [.. Enumerable.Range(0, 3).Select(chunk => SomeLabels.Bytes(s_set, 0, chunk))], Ct);

        while (!asked.IsCompleted)
        {
            time.Advance(LabelSource.AskArchiveAgain);
            await Task.Yield();
        }

        Assert.Equal(0, (await asked).Index);
    }

    [Fact]
    public async Task What_is_there_is_told_for_each_chunk()
    {
        Assert.Equal("000", await PresentAsync(_source, 0));

        await AppendAsync(0, 1);
        await AppendAsync(1, 2);

        Assert.Equal("010", await PresentAsync(_source, 0));
        Assert.Equal("001", await PresentAsync(_source, 1));
    }

    [Fact]
    public async Task A_record_that_is_no_sound_chunk_is_refused_and_its_next_copy_counts()
    {
        var refused = new List<LabelLogEntry>();
        _source.Refused += refused.Add;
        await _log.AppendAsync(s_set, 0, 0, SomeLabels.Bytes(s_set, 0, 1), Ct);
        await _log.AppendAsync(s_set, 0, 0, new byte[] { 1, 2, 3 }, Ct);

        Assert.Equal("000", await PresentAsync(_source, 0));
        Assert.Equal(2, refused.Count);
        Assert.StartsWith("View 0, chunk 0 of the labels in the log at offset 0 is corrupt, because its header says view 0, chunk 1;", refused[0].Corrupt);

        await AppendAsync(0, 0);
        Assert.Equal(0, (await _source.GetAsync(0, 0, Ct)).Index);
    }

    [Fact]
    public async Task A_bit_that_rots_in_the_log_makes_its_chunk_missing()
    {
        await AppendAsync(0, 0);
        await AppendAsync(0, 1);
        var file = _folder.File($"log/{s_set.Fingerprint}.log");
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[150] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);
        var refused = new List<LabelLogEntry>();
        _source.Refused += refused.Add;

        Assert.Equal("010", await PresentAsync(_source, 0));

        Assert.Equal((0, 0), (refused.Single().View, refused.Single().Chunk));
    }

    [Fact]
    public async Task What_was_consumed_is_noted_with_its_hash_once()
    {
        await AppendAsync(0, 0);
        await AppendAsync(0, 1);
        await _source.GetAsync(0, 1, Ct);
        var after = _source.Consumed.Digest;
        await _source.GetAsync(0, 1, Ct);

        Assert.Equal((0, 1), Assert.Single(_source.Consumed.Hashes).Key);
        Assert.Equal(after, _source.Consumed.Digest);

        await _source.GetAsync(0, 0, Ct);
        Assert.NotEqual(after, _source.Consumed.Digest);
    }

    [Fact]
    public async Task The_digest_does_not_depend_on_the_order_of_consuming()
    {
        await AppendAsync(0, 0);
        await AppendAsync(0, 1);
        await using var other = new LabelSource(s_set, _log, _archive);
        await _source.GetAsync(0, 0, Ct);
        await _source.GetAsync(0, 1, Ct);
        await other.GetAsync(0, 1, Ct);
        await other.GetAsync(0, 0, Ct);

        Assert.Equal(_source.Consumed.Digest, other.Consumed.Digest);
    }

    [Fact]
    public async Task Other_labels_than_those_of_the_checkpoint_stop_the_student()
    {
        await AppendAsync(0, 0);
        await _source.GetAsync(0, 0, Ct);
        var flipped = SomeLabels.Chunk(s_set, 0, 0);
        flipped.Logits_NK[0] = (Half)((float)flipped.Logits_NK[0] + 1);
        var log = new FileLabelLog(_folder.File("other"), TimeProvider.System);
        await log.AppendAsync(s_set, 0, 0, LabelChunkCodec.Encode(s_set, flipped), Ct);

        await using var resumed = new LabelSource(s_set, log, _archive, new ConsumedLabels(_source.Consumed.Hashes));
        var refusal = await Assert.ThrowsAsync<LabelChangedException>(() => resumed.GetAsync(0, 0, Ct));

        Assert.StartsWith("View 0, chunk 0 of the labels has changed since this student learnt from it", refusal.Message);
    }

    [Fact]
    public async Task A_chunk_of_two_views_ago_is_read_again_and_one_of_this_view_is_not()
    {
        for (var view = 0; view < 3; view++)
        {
            await AppendAsync(view, 0);
        }

        var (first, second) = (await _source.GetAsync(0, 0, Ct), await _source.GetAsync(1, 0, Ct));
        Assert.Same(first, await _source.GetAsync(0, 0, Ct));

        await _source.GetAsync(2, 0, Ct);

        Assert.Same(first, await _source.GetAsync(0, 0, Ct));
        Assert.NotSame(second, await _source.GetAsync(1, 0, Ct));
    }

    [Fact]
    public async Task What_ends_the_reading_is_told_to_all_who_wait()
    {
        // Archiving fails, because the store's folder is a file.
        await File.WriteAllTextAsync(_folder.File("full"), "", Ct);
        using var store = new FolderStore(_folder.File("full"));
        await using var source = new LabelSource(s_set, _log, new LabelArchive(store));
        var waiting = source.GetAsync(5, 0, Ct);

        for (var chunk = 0; chunk < 3; chunk++)
        {
            await AppendAsync(0, chunk);
        }

        await Assert.ThrowsAsync<StoreException>(() => waiting);
        await Assert.ThrowsAsync<StoreException>(() => source.PresentAsync(6, Ct));
    }

    [Fact]
    public async Task Waiting_ends_by_cancellation()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var waiting = _source.GetAsync(0, 0, enough.Token);

        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_chunk_that_no_view_has_is_refused_at_once()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _source.GetAsync(0, 3, Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _source.GetAsync(-1, 0, Ct));
    }

    // A digit for each chunk of the view, 1 where it is there.
    private static async Task<string> PresentAsync(LabelSource source, int view) =>
        string.Concat((await source.PresentAsync(view, Ct)).Select(present => present ? '1' : '0'));

    private Task AppendAsync(int view, int chunk, ulong seed = 7) =>
        _log.AppendAsync(s_set, view, chunk, SomeLabels.Bytes(s_set, view, chunk, seed), Ct);
}
