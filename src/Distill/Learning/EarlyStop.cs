using Distill.Reports;

namespace Distill.Learning;

/// <summary>Whether a run is over before its time, because the held-out images have long had no better answer. Follows from the curve alone.</summary>
internal static class EarlyStop
{
    /// <summary>Whether so many epochs have passed since the best accuracy on the held-out images.</summary>
    /// <param name="patience">The epochs; null never stops.</param>
    /// <param name="curve">One point per finished epoch.</param>
    public static bool IsDue(int? patience, IReadOnlyList<CurvePoint> curve)
    {
        // Epochs after which nothing was measured say nothing.
        if (patience is not { } epochs || curve is not [.., { ValidationAccuracy: not null }])
        {
            return false;
        }

        return curve[^1].Epoch - curve.MaxBy(point => point.ValidationAccuracy)!.Epoch >= epochs;
    }
}
