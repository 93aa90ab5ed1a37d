using Distill.Artifacts;
using Distill.Labels;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class FileLabelLogTests : IDisposable
{
    private static readonly LabelSet s_set = SomeLabels.Set;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string LogPath => _folder.File(s_set.Fingerprint + ".log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reader_that_has_caught_up_wakes_for_an_append_in_its_process()
    {
        // The clock stands still: only the signal can wake the reader.
        var log = new FileLabelLog(_folder.Path, new ManualTime());
        var reading = TakeAsync(log, 2);

        await log.AppendAsync(s_set, 0, 0, new byte[] { 1 }, Ct);
        await log.AppendAsync(s_set, 0, 1, new byte[] { 2 }, Ct);

        Assert.Equal([0, 1], (await reading).Select(entry => entry.Chunk));
    }

    [Fact]
    public async Task A_torn_tail_of_any_length_is_never_read_and_is_cut_by_the_next_writer()
    {
        byte[] first = [1, 2, 3, 4, 5], second = [6, 7, 8];
        var record = LabelLogRecord.Write(0, 1, second);
        for (var torn = 1; torn < record.Length; torn++)
        {
            File.Delete(LogPath);
            await Open().AppendAsync(s_set, 0, 0, first, Ct);
            var sound = new FileInfo(LogPath).Length;
            await using (var file = File.Open(LogPath, FileMode.Append))
            {
                file.Write(record.AsSpan(0, torn));
            }

            Assert.Equal(sound, await Open().TailAsync(s_set, Ct));
            await Open().AppendAsync(s_set, 0, 2, second, Ct);

            var entries = await TakeAsync(Open(), 2);
            Assert.Equal([0, 2], entries.Select(entry => entry.Chunk));
            Assert.Equal(new FileInfo(LogPath).Length, entries[1].NextOffset);
        }
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_is_told_and_the_other_records_are_read()
    {
        var log = Open();
        for (var chunk = 0; chunk < 3; chunk++)
        {
            await log.AppendAsync(s_set, 0, chunk, new byte[] { 10, 11, 12 }, Ct);
        }

        var sound = await File.ReadAllBytesAsync(LogPath, Ct);
        var length = sound.Length / 3;
        for (var bit = length * 8; bit < length * 16; bit += 3)
        {
            var damaged = (byte[])sound.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(LogPath, damaged, Ct);

            var entries = await TakeAsync(Open(), 3);

            Assert.Equal([null, entries[1].Corrupt, null], entries.Select(entry => entry.Corrupt));
            var known = bit / 8 >= length + LabelLogRecord.HeaderBytes;
            Assert.Equal(known ? (0, 1) : (-1, -1), (entries[1].View, entries[1].Chunk));
            Assert.Equal(0, entries[1].Bytes.Length);
            Assert.Equal(
                $"{(known ? "View 0, chunk 1" : "A record")} of the labels in {LogPath} at offset {length} is corrupt, because its checksum does not match; it counts as missing and has to be taught again.",
                entries[1].Corrupt);
        }
    }

    [Fact]
    public async Task A_corrupt_record_is_never_cut_away_with_sound_ones_behind_it()
    {
        var log = Open();
        for (var chunk = 0; chunk < 3; chunk++)
        {
            await log.AppendAsync(s_set, 0, chunk, new byte[200_000], Ct);
        }

        // The damage takes the length of the first record away, so the second is found by searching.
        await using (var file = File.OpenWrite(LogPath))
        {
            file.Position = 17;
            file.WriteByte(0xFF);
        }

        await Open().AppendAsync(s_set, 0, 0, new byte[] { 1 }, Ct);

        var entries = await TakeAsync(Open(), 4);
        Assert.Equal([-1, 1, 2, 0], entries.Select(entry => entry.Chunk));
    }

    [Fact]
    public async Task A_log_that_became_shorter_stops_its_reader()
    {
        var log = Open();
        await log.AppendAsync(s_set, 0, 0, new byte[100], Ct);
        var end = await log.TailAsync(s_set, Ct);
        await File.WriteAllBytesAsync(LogPath, [], Ct);

        var refusal = await Assert.ThrowsAsync<LabelException>(() => TakeAsync(log, 1, end));

        Assert.StartsWith($"The label log {LogPath} is shorter than what was read from it before", refusal.Message);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_append_and_keeps_the_log_whole()
    {
        using var disk = TinyDisk.Mount(_folder.File("disk"), kilobytes: 64);
        var log = new FileLabelLog(disk.Path, TimeProvider.System);
        await log.AppendAsync(s_set, 0, 0, new byte[1000], Ct);
        var end = await log.TailAsync(s_set, Ct);
        var path = Path.Combine(disk.Path, s_set.Fingerprint + ".log");

        var refusal = await Assert.ThrowsAsync<StoreException>(() => log.AppendAsync(s_set, 0, 1, new byte[100_000], Ct));

        Assert.Equal($"Cannot write labels to {path}, because there is no room left; free some space there or choose another place.", refusal.Message);
        Assert.Equal(end, new FileInfo(path).Length);
        await log.AppendAsync(s_set, 0, 2, new byte[1000], Ct);
    }

    private static async Task<List<LabelLogEntry>> TakeAsync(FileLabelLog log, int count, long from = 0, CancellationToken? ct = null)
    {
        var entries = new List<LabelLogEntry>();
        await foreach (var entry in log.ReadAsync(s_set, from, ct ?? Ct))
        {
            entries.Add(entry);
            if (entries.Count == count)
            {
                break;
            }
        }

        return entries;
    }

    private FileLabelLog Open() => new(_folder.Path, TimeProvider.System);
}
