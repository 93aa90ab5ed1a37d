using Distill.Artifacts;

namespace Distill.Labels;

/// <summary>
/// The one calibration of a label set. Workers that measure at the same time may get other last bits; the first to store
/// its result decides for all, and no chunk is taught before.
/// </summary>
public sealed class CalibrationArchive(IArtifactStore store)
{
    /// <summary>The calibration that counts, or <see langword="null"/> while nobody has stored one.</summary>
    public async Task<CalibrationStatistics?> FindAsync(LabelSet set, CancellationToken ct)
    {
        var path = LabelPaths.Calibration(set);
        if (await store.ReadAsync(path, ct) is not { } stored)
        {
            return null;
        }

        var statistics = LabelJson.Read<CalibrationStatistics>(stored.Content, store.Describe(path));
        return statistics.Fits(set) && statistics.ToBytes().AsSpan().SequenceEqual(stored.Content.Span)
            ? statistics
            : throw new LabelCorruptException($"{store.Describe(path)} is corrupt, because it is not a calibration of this label set's taps; remove the label set's folder and run again.");
    }

    /// <summary>Stores a measured calibration unless there is one already.</summary>
    /// <returns>The calibration that counts: this one, or that of a faster worker, which the caller must adopt.</returns>
    public async Task<CalibrationStatistics> AdoptAsync(LabelSet set, CalibrationStatistics measured, CancellationToken ct)
    {
        if (!measured.Fits(set))
        {
            throw new LabelException("The measured calibration is not of the label set's taps or has values that are not finite; check the teacher's weights and its normalisation.");
        }

        return await store.CreateAsync(LabelPaths.Calibration(set), measured.ToBytes(), ct) is not null
            ? measured
            : await FindAsync(set, ct) ?? throw new LabelException($"{store.Describe(LabelPaths.Calibration(set))} vanished while it was read; do not remove label sets that jobs are using.");
    }
}
