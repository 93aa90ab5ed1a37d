namespace Distill.Labels;

/// <summary>
/// The way of labels from teachers to students: append-only, one log per label set, read by any number of students from
/// any offset while it grows. A log may hold a (view, chunk) more than once, because teaching is at-least-once.
/// </summary>
public interface ILabelLog
{
    /// <summary>
    /// Adds an encoded chunk; returns when it is durable. Only then may the teacher call its task done.
    /// </summary>
    Task AppendAsync(LabelSet set, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>
    /// Every record from an offset on (0, or the <see cref="LabelLogEntry.NextOffset"/> of an earlier one), in order, duplicates
    /// and corrupt ones included, and then the records to come: it ends only by cancellation.
    /// </summary>
    IAsyncEnumerable<LabelLogEntry> ReadAsync(LabelSet set, long fromOffset, CancellationToken ct);

    /// <summary>
    /// The <see cref="LabelLogEntry.NextOffset"/> of the record that is last now; 0 for an empty log. A reader that has
    /// got so far knows everything that was there when it asked.
    /// </summary>
    Task<long> TailAsync(LabelSet set, CancellationToken ct);

    /// <summary>
    /// Says that whatever anybody still wants of the set is archived, so that the log may let go of it. Nothing by default: a file is no
    /// burden to anybody.
    /// </summary>
    Task ReleaseAsync(LabelSet set, CancellationToken ct) => Task.CompletedTask;
}
