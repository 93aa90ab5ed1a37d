using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Distill.Artifacts;
using Microsoft.Win32.SafeHandles;

namespace Distill.Labels;

/// <summary>
/// A label log in a folder, one append-only file per label set, which any number of processes of one machine may write and
/// read. An offset is a position in the file.
/// </summary>
/// <remarks>
/// A writer that dies leaves at most a torn record at the end; the next writer cuts it off, and readers never see it.
/// Readers in the writer's process wake at once, others look again every <see cref="Poll"/>.
/// </remarks>
/// <param name="folder">Where the files are; created at the first append.</param>
/// <param name="time">Clock of the waiting for other processes.</param>
public sealed class FileLabelLog(string folder, TimeProvider time) : ILabelLog
{
    /// <summary>So often a reader that has caught up looks for what other processes append.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Log> _logs = new();

    /// <inheritdoc/>
    public async Task AppendAsync(LabelSet set, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var log = LogOf(set);
        var record = LabelLogRecord.Write(view, chunk, bytes.Span);
        await RefusedAsStoreException("write labels to", log.Path, async () =>
        {
            Directory.CreateDirectory(folder);
            using (await log.Lock.TakeAsync(ct))
            {
                using var file = File.OpenHandle(log.Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                Append(file, log, record);
            }

            return true;
        });
        log.Appended.Beat();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LabelLogEntry> ReadAsync(LabelSet set, long fromOffset, [EnumeratorCancellation] CancellationToken ct)
    {
        var log = LogOf(set);
        while (true)
        {
            var news = log.Appended.Next;
            while (await RefusedAsStoreException("read labels from", log.Path, () => Task.FromResult(Next(log, fromOffset))) is { } entry)
            {
                fromOffset = entry.NextOffset;
                yield return entry;
                ct.ThrowIfCancellationRequested();
            }

            await Pulse.WaitAsync(news, Poll, time, ct);
        }
    }

    /// <inheritdoc/>
    public async Task<long> TailAsync(LabelSet set, CancellationToken ct)
    {
        var log = LogOf(set);
        return await RefusedAsStoreException("read labels from", log.Path, () => Task.Run(() => Tail(log), ct));
    }

    private static async Task<T> RefusedAsStoreException<T>(string deed, string path, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw StoreException.Because(deed, path, refusal);
        }
    }

    private static void Append(SafeFileHandle file, Log log, byte[] record)
    {
        var end = log.EndOf(file);
        try
        {
            // What stands behind the last whole record was torn by a writer that died.
            RandomAccess.SetLength(file, end);
            RandomAccess.Write(file, record, end);
            RandomAccess.FlushToDisk(file);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(file, end);
            throw;
        }

        log.KnownEnd = end + record.Length;
    }

    // Opened for each look, so that no handle keeps a removed log alive while its reader waits.
    private static LabelLogEntry? Next(Log log, long offset)
    {
        if (!File.Exists(log.Path))
        {
            return null;
        }

        using var file = File.OpenHandle(log.Path, share: FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(file) < offset)
        {
            throw new LabelException($"The label log {log.Path} is shorter than what was read from it before, so it was cut or replaced; run again to read it from its start.");
        }

        return LabelLogFile.EntryAt(file, offset, log.Path);
    }

    private static long Tail(Log log)
    {
        if (!File.Exists(log.Path))
        {
            return 0;
        }

        using var file = File.OpenHandle(log.Path, share: FileShare.ReadWrite | FileShare.Delete);
        return log.EndOf(file);
    }

    private Log LogOf(LabelSet set) => _logs.GetOrAdd(set.Fingerprint, fingerprint => new Log(
        System.IO.Path.Combine(folder, fingerprint + ".log"),
        new FileLock(System.IO.Path.Combine(folder, fingerprint + ".lock"), time),
        new Pulse()));

    private sealed record Log(string Path, FileLock Lock, Pulse Appended)
    {
        private long _knownEnd;

        /// <summary>A record ended here when this process last looked; saves walking over all earlier ones.</summary>
        public long KnownEnd
        {
            set => Volatile.Write(ref _knownEnd, value);
        }

        public long EndOf(SafeFileHandle file)
        {
            var known = Volatile.Read(ref _knownEnd);
            var length = RandomAccess.GetLength(file);
            var end = known <= length ? LabelLogFile.EndFrom(file, known, Path) : 0;

            // Before anything may be taken for torn, all of the file is asked: others may have cut and written below the known end.
            end = end == length ? end : LabelLogFile.EndFrom(file, 0, Path);
            KnownEnd = end;
            return end;
        }
    }
}
