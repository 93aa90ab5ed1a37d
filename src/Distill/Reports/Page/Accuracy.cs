namespace Distill.Reports.Page;

/// <summary>The top-1 accuracy of one role over all seeds of a report about one student, 0 to 1.</summary>
internal sealed record Accuracy(double Mean, double Lowest, double Highest, int Count)
{
    /// <summary>The accuracy of a role; null when the report has none.</summary>
    public static Accuracy? Of(JobReport report, ModelRole role)
    {
        List<double> values = role == ModelRole.Teacher
            ? report.Teacher?.Accuracy is { } accuracy ? [accuracy] : []
            : [.. Models(report, role).Select(model => model.Final.Top1)];
        return values.Count == 0 ? null : new Accuracy(values.Average(), values.Min(), values.Max(), values.Count);
    }

    /// <summary>The trained models of a role, one per seed.</summary>
    public static IReadOnlyList<ModelReport> Models(JobReport report, ModelRole role) => role switch
    {
        ModelRole.Student => [.. report.Pairs.Select(pair => pair.Pair.Student)],
        ModelRole.Baseline => [.. report.Pairs.Select(pair => pair.Pair.Baseline).OfType<ModelReport>()],
        _ => [],
    };
}
