using System.Text.Json.Serialization;
using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>What came of one student; accuracies are means over the seeds, from 0 to 1.</summary>
/// <param name="Name">Its name within the job.</param>
/// <param name="Network">Its network.</param>
/// <param name="Accuracy">Its top-1 accuracy.</param>
/// <param name="Baseline">That of the same student without the teacher; null where none was trained.</param>
/// <param name="Verdict">Whether the teacher helped.</param>
public sealed record StudentOutcome(string Name, string Network, double Accuracy, double? Baseline, string Verdict)
{
    private const int MostPoints = 24;

    /// <summary>How the accuracy of the first seed grew, in a few points; null in records of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Curve { get; init; }

    internal static StudentOutcome Of(StudentReport student) => new(
        student.Name,
        student.Seeds[0].Student.Network,
        student.Seeds.Average(seed => seed.Student.Final.Top1),
        student.Seeds.Average(seed => seed.Baseline?.Final.Top1),
        student.Verdict.Text)
    {
        Curve = Thinned([.. student.Seeds[0].Student.Curve.Select(point => point.Accuracy).OfType<double>()]),
    };

    private static IReadOnlyList<double> Thinned(IReadOnlyList<double> values)
    {
        var points = Math.Min(MostPoints, values.Count);
        return [.. Enumerable.Range(1, points).Select(point => Math.Round(values[(point * values.Count / points) - 1], 4))];
    }
}
