using System.Security.Cryptography;
using Distill.Labels;
using Xunit;

namespace Distill.Tests.Labels;

/// <summary>What every label log keeps, whatever it is made of.</summary>
public abstract class LabelLogContract
{
    /// <summary>A label set that no other test uses.</summary>
    private readonly LabelSet _set = SomeLabels.Set with { Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_come_in_the_order_of_appending_with_growing_offsets()
    {
        var log = await OpenAsync();
        foreach (var chunk in new[] { 2, 0, 1 })
        {
            await log.AppendAsync(_set, 0, chunk, SomeLabels.Bytes(_set, 0, chunk), Ct);
        }

        var entries = await TakeAsync(log, _set, 3);

        Assert.Equal([2, 0, 1], entries.Select(entry => entry.Chunk));
        Assert.All(entries, entry => Assert.Equal(SomeLabels.Bytes(_set, 0, entry.Chunk), entry.Bytes.ToArray()));
        Assert.All(entries, entry => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(entry.Bytes.Span)), entry.Sha256));
        Assert.Equal(0, entries[0].Offset);
        Assert.Equal([entries[1].Offset, entries[2].Offset], entries[..2].Select(entry => entry.NextOffset));
        Assert.Equal(entries[2].NextOffset, await log.TailAsync(_set, Ct));
        Assert.Equal(1, Assert.Single(await TakeAsync(log, _set, 1, entries[1].NextOffset)).Chunk);
    }

    [Fact]
    public async Task A_chunk_may_come_more_than_once_and_may_be_empty()
    {
        var log = await OpenAsync();
        foreach (var content in new byte[][] { [1], [], [1] })
        {
            await log.AppendAsync(_set, 3, 1, content, Ct);
        }

        Assert.Equal([1, 0, 1], (await TakeAsync(log, _set, 3)).Select(entry => entry.Bytes.Length));
    }

    [Fact]
    public async Task A_reader_that_has_caught_up_sees_what_another_process_appends()
    {
        var reading = TakeAsync(await OpenAsync(), _set, 2);
        var other = await OpenAsync();

        await other.AppendAsync(_set, 4, 1, new byte[] { 1 }, Ct);
        await other.AppendAsync(_set, 4, 0, new byte[] { 2 }, Ct);

        Assert.Equal([1, 0], (await reading).Select(entry => entry.Chunk));
    }

    [Fact]
    public async Task Writers_in_several_processes_lose_nothing_and_a_reader_sees_nothing_half_written()
    {
        var reading = TakeAsync(await OpenAsync(), _set, 48);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(view => Task.Run(
            async () =>
            {
                var log = await OpenAsync();
                for (var chunk = 0; chunk < 8; chunk++)
                {
                    await log.AppendAsync(_set, view, chunk, SomeLabels.Values(50, (ulong)view).SelectMany(BitConverter.GetBytes).ToArray(), Ct);
                }
            },
            Ct)));

        var entries = await reading;

        Assert.All(entries, entry => Assert.Null(entry.Corrupt));
        Assert.Equal(48, entries.Select(entry => (entry.View, entry.Chunk)).Distinct().Count());
        Assert.All(entries.GroupBy(entry => entry.View), view => Assert.Equal(Enumerable.Range(0, 8), view.Select(entry => entry.Chunk)));
    }

    [Fact]
    public async Task Who_asks_for_the_tail_knows_all_that_was_appended_before()
    {
        var (writer, reader) = (await OpenAsync(), await OpenAsync());
        for (var chunk = 0; chunk < 3; chunk++)
        {
            await writer.AppendAsync(_set, 0, chunk, SomeLabels.Bytes(_set, 0, chunk), Ct);

            var tail = await reader.TailAsync(_set, Ct);

            Assert.Equal(tail, (await TakeAsync(reader, _set, chunk + 1))[^1].NextOffset);
        }
    }

    [Fact]
    public async Task Label_sets_have_logs_of_their_own()
    {
        var log = await OpenAsync();
        var other = _set with { Classes = 11 };
        await log.AppendAsync(_set, 0, 0, new byte[] { 1 }, Ct);
        await log.AppendAsync(other, 0, 1, new byte[] { 2 }, Ct);

        Assert.Equal(0, (await TakeAsync(log, _set, 1))[0].Chunk);
        Assert.NotEqual(0, await log.TailAsync(other, Ct));
        Assert.Equal(0, await log.TailAsync(_set with { Classes = 12 }, Ct));
    }

    [Fact]
    public async Task Reading_ends_by_cancellation_alone()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var reading = TakeAsync(await OpenAsync(), _set, 1, 0, enough.Token);

        Assert.False(reading.IsCompleted);
        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    /// <summary>The log as one more process would open it.</summary>
    protected abstract Task<ILabelLog> OpenAsync();

    /// <summary>So many records from an offset on.</summary>
    protected static async Task<List<LabelLogEntry>> TakeAsync(ILabelLog log, LabelSet set, int count, long from = 0, CancellationToken? ct = null)
    {
        var entries = new List<LabelLogEntry>();
        await foreach (var entry in log.ReadAsync(set, from, ct ?? Ct))
        {
            entries.Add(entry);
            if (entries.Count == count)
            {
                break;
            }
        }

        return entries;
    }
}
