using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>How much smaller the student is than its teacher.</summary>
internal static class SizesSection
{
    public static Html Render(JobReport report)
    {
        if (report.Seeds.Count == 0)
        {
            return Html.Empty;
        }

        var student = report.Seeds[0].Student;
        return Html.Of($"""
            <section>
            <h2>Size</h2>
            {(report.Teacher is { } teacher ? Beside(teacher, student) : Alone(student))}
            </section>
            """);
    }

    private static Html Beside(TeacherReport teacher, ModelReport student) => Table.Of(
        $"{student.Network} beside its teacher {teacher.Network}",
        ["", "Teacher", "Student", "Smaller"],
        [
            ["Parameters", Figures.Exact(teacher.Parameters), Figures.Exact(student.Parameters), Figures.Times(teacher.Parameters, student.Parameters)],
            ["MACs per image", Figures.Count(teacher.Macs), Figures.Count(student.Macs), Figures.Times(teacher.Macs, student.Macs)],
            ["Weights file", Figures.Bytes(teacher.Bytes), Figures.Bytes(student.Bytes), Figures.Times(teacher.Bytes, student.Bytes)],
        ]);

    private static Html Alone(ModelReport student) => Table.Of(
        "What is stored, and what one image costs",
        ["", student.Network],
        [
            ["Parameters", Figures.Exact(student.Parameters)],
            ["MACs per image", Figures.Count(student.Macs)],
            ["Weights file", Figures.Bytes(student.Bytes)],
        ]);
}
