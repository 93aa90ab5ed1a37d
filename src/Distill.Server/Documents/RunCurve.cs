using Distill.Pipeline.Jobs;
using Distill.Reports;

namespace Distill.Server.Documents;

/// <summary>The learning curve of one network, column by column; a column has a value, or null, for every epoch.</summary>
internal sealed record RunCurve
{
    public required string Run { get; init; }

    public required ModelRole Role { get; init; }

    public required int Seed { get; init; }

    public string? Student { get; init; }

    public long Step { get; init; }

    public long Steps { get; init; }

    public int Epochs { get; init; }

    public bool Finished { get; init; }

    /// <summary>Images per second, over all that is trained; null before anything is.</summary>
    public double? SamplesPerSecond { get; init; }

    /// <summary>The columns by name: <c>epoch</c>, <c>step</c>, <c>loss</c>, <c>loss.TERM</c>, <c>learning_rate</c>, <c>accuracy</c>, <c>agreement</c>, <c>order_overlap</c>, <c>order_tau</c>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double?>> Columns { get; init; }

    public static RunCurve Of(Run run, RunHead? head, int epochs, int batchSize) => new()
    {
        Run = run.Name,
        Role = run.Role,
        Seed = run.Seed,
        Student = run.Student.Length > 0 ? run.Student : null,
        Step = head?.Step ?? 0,
        Steps = head?.Steps ?? 0,
        Epochs = epochs,
        Finished = head?.Finished ?? false,
        SamplesPerSecond = head is { Seconds: > 0, Step: > 0 } ? head.Step * batchSize / head.Seconds : null,
        Columns = ColumnsOf(head?.Curve ?? []),
    };

    private static IReadOnlyDictionary<string, IReadOnlyList<double?>> ColumnsOf(IReadOnlyList<CurvePoint> curve)
    {
        var columns = new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal);
        Add("epoch", point => point.Epoch);
        Add("step", point => point.Step);
        Add("loss", point => point.Loss);
        foreach (var term in curve.SelectMany(point => point.Terms.Keys).Distinct(StringComparer.Ordinal))
        {
            Add("loss." + term, point => point.Terms.TryGetValue(term, out var value) ? value : null);
        }

        Add("learning_rate", point => point.LearningRate);
        Add("accuracy", point => point.Accuracy);
        Add("agreement", point => point.TeacherAgreement);
        Add("order_overlap", point => point.OrderOverlap);
        Add("order_tau", point => point.OrderTau);
        return columns;

        void Add(string name, Func<CurvePoint, double?> value)
        {
            var values = curve.Select(point => Rounded(value(point))).ToList();
            if (values.Exists(known => known is not null))
            {
                columns[name] = values;
            }
        }
    }

    // Six digits draw any chart, and save half of what travels.
    private static double? Rounded(double? value) =>
        value is { } known && double.IsFinite(known) && known != 0 ? Math.Round(known, Math.Clamp(5 - (int)Math.Floor(Math.Log10(Math.Abs(known))), 0, 15)) : value;
}
