namespace Distill.Devices;

/// <summary>How long one image takes, in microseconds.</summary>
/// <param name="Runs">Measured runs, those that warm up left out.</param>
/// <param name="Minimum">The fastest run: what the machine can do when nobody else uses it.</param>
/// <param name="P50">Half of the runs took no longer.</param>
/// <param name="P90">Nine in ten took no longer.</param>
/// <param name="P99">All but one in a hundred took no longer; on a busy machine this is its scheduler's figure.</param>
public sealed record LatencyFigures(int Runs, double Minimum, double P50, double P90, double P99)
{
    /// <summary>The figures of measured runs, by nearest rank.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static LatencyFigures Of(IEnumerable<double> microseconds)
    {
        var sorted = microseconds.Order().ToList();
        if (sorted.Count == 0)
        {
            throw new ArgumentException("no run was measured.", nameof(microseconds));
        }

        double At(double share) => Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)], 1);
        return new LatencyFigures(sorted.Count, At(0), At(0.5), At(0.9), At(0.99));
    }
}
