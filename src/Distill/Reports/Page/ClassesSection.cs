using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>Accuracy class by class, mean over the seeds.</summary>
internal static class ClassesSection
{
    /// <summary>Above this many classes the table starts folded.</summary>
    private const int Open = 20;

    public static Html Render(JobReport report)
    {
        var classes = report.Dataset.Classes;
        if (classes.Count == 0 || !report.Pairs.Any())
        {
            return Html.Empty;
        }

        var table = Classes(report, classes);
        return Html.Of($"""
            <section>
            <h2>Class by class{report.Suffix}</h2>
            {(classes.Count <= Open ? table : Html.Of($"<details><summary>{classes.Count} classes</summary>\n{table}\n</details>"))}
            </section>
            """);
    }

    private static Html Classes(JobReport report, IReadOnlyList<string> classes)
    {
        var hasTeacher = report.Teacher?.Evaluation is not null;
        var hasBaseline = Accuracy.Models(report, ModelRole.Baseline).Count > 0;
        List<string> columns = ["Class", .. Only(hasTeacher, "Teacher"), "Student", .. Only(hasBaseline, "Baseline", "Gain")];
        return Table.Of("Accuracy among the images of each class, mean over the seeds; gain in points", columns, classes.Select((name, index) =>
        {
            var student = Mean(report, ModelRole.Student, index);
            var baseline = Mean(report, ModelRole.Baseline, index);
            return (IReadOnlyList<string>)[name, .. Only(hasTeacher, Figures.Percent(report.Teacher?.Evaluation?.PerClass[index])), Figures.Percent(student), .. Only(hasBaseline, Figures.Percent(baseline), Figures.Points(100 * (student - baseline)))];
        }));
    }

    private static double? Mean(JobReport report, ModelRole role, int index) =>
        Accuracy.Models(report, role).Select(model => model.Final.PerClass[index]).Average();

    private static IEnumerable<string> Only(bool wanted, params IEnumerable<string> cells) => wanted ? cells : [];
}
