using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>How much smaller the student is than its teacher.</summary>
internal static class SizesSection
{
    public static Html Render(JobReport report)
    {
        var students = report.Students.Where(student => student.Seeds.Count > 0).ToList();
        if (students.Count == 0)
        {
            return Html.Empty;
        }

        return Html.Of($"""
            <section>
            <h2>Size</h2>
            {(students is [var only] ? One(report.Teacher, only.Seeds[0].Student) : Several(report.Teacher, students))}
            </section>
            """);
    }

    private static Html One(TeacherReport? teacher, ModelReport student) => teacher is null ? Alone(student) : Beside(teacher, student);

    private static Html Several(TeacherReport? teacher, IReadOnlyList<StudentReport> students)
    {
        List<Row> rows = [.. students.Select(student => (student.Name, Model: student.Seeds[0].Student)).Select(student =>
            new Row(student.Name, student.Model.Network, student.Model.Parameters, student.Model.Macs, student.Model.Bytes))];
        if (teacher is not null)
        {
            rows.Insert(0, new Row("teacher", teacher.Network, teacher.Parameters, teacher.Macs, teacher.Bytes));
        }

        List<string> columns = ["", "Network", "Parameters", "MACs per image", "Weights file", .. teacher is null ? Array.Empty<string>() : ["Smaller"]];
        return Table.Of("What is stored, and what one image costs", columns, rows.Select(row => (IReadOnlyList<string>)
        [
            row.Name, row.Network, Figures.Known(row.Parameters, Figures.Exact), Figures.Known(row.Macs, macs => Figures.Count(macs)), Figures.Bytes(row.Bytes),
            .. teacher is null ? Array.Empty<string>() : [Figures.Times(teacher.Parameters, row.Parameters)],
        ]));
    }

    private static Html Beside(TeacherReport teacher, ModelReport student) => Table.Of(
        $"{student.Network} beside its teacher {teacher.Network}",
        ["", "Teacher", "Student", "Smaller"],
        [
            ["Parameters", Figures.Known(teacher.Parameters, Figures.Exact), Figures.Exact(student.Parameters), Figures.Times(teacher.Parameters, student.Parameters)],
            ["MACs per image", Figures.Known(teacher.Macs, macs => Figures.Count(macs)), Figures.Count(student.Macs), Figures.Times(teacher.Macs, student.Macs)],
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

    private sealed record Row(string Name, string Network, long Parameters, long Macs, long Bytes);
}
