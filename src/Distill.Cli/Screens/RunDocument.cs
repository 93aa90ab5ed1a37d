using Distill.Reports;

namespace Distill.Cli.Screens;

/// <summary>The one document that <c>run -o json</c> writes; accuracies are from 0 to 1, and means where there are several seeds.</summary>
internal sealed record RunDocument
{
    public required string Job { get; init; }

    /// <summary><c>finished</c>, <c>failed</c>, <c>cancelled</c> or <c>interrupted</c>.</summary>
    public required string State { get; init; }

    public double? Seconds { get; init; }

    /// <summary>Why the job failed.</summary>
    public string? Failure { get; init; }

    public TeacherEntry? Teacher { get; init; }

    /// <summary>The student of the first seed, with the mean accuracy of all.</summary>
    public ModelEntry? Student { get; init; }

    public BaselineEntry? Baseline { get; init; }

    public LabelsEntry? Labels { get; init; }

    public string? Verdict { get; init; }

    /// <summary>One entry per seed; absent where there is only one.</summary>
    public IReadOnlyList<SeedEntry>? Seeds { get; init; }

    /// <summary>One entry per student; absent where there is only one. Then the fields above are of the best student.</summary>
    public IReadOnlyList<StudentEntry>? Students { get; init; }

    public static RunDocument Of(JobReport report)
    {
        var students = report.Students.Select(Entry).ToList();
        var best = students.MaxBy(student => student.Student.Accuracy)!;
        return new RunDocument
        {
            Job = report.Job,
            State = report.State,
            Seconds = report.Seconds,
            Teacher = report.Teacher is { } teacher ? new TeacherEntry(teacher.Accuracy, teacher.Parameters) : null,
            Student = best.Student,
            Baseline = best.Baseline,
            Labels = report.Labels is { } labels ? new LabelsEntry(labels.Taught, labels.Reused, labels.BytesPerSample) : null,
            Verdict = report.Finding,
            Seeds = best.Seeds,
            Students = students.Count > 1 ? students : null,
        };
    }

    private static StudentEntry Entry(StudentReport student)
    {
        var seeds = student.Seeds.Select(seed => new SeedEntry(seed.Seed, Entry(seed.Student), seed.Baseline is { } alone ? new BaselineEntry(alone.Final.Top1) : null)).ToList();
        return new StudentEntry(
            student.Name,
            seeds[0].Student with { Accuracy = seeds.Average(seed => seed.Student.Accuracy) },
            seeds.Average(seed => seed.Baseline?.Accuracy) is { } mean ? new BaselineEntry(mean) : null,
            student.Verdict.Text,
            seeds.Count > 1 ? seeds : null);
    }

    private static ModelEntry Entry(ModelReport model) => new(model.Final.Top1, model.Parameters, model.Sha256, model.Path);

    internal sealed record TeacherEntry(double? Accuracy, long Parameters);

    internal sealed record ModelEntry(double Accuracy, long Parameters, string Sha256, string Path);

    internal sealed record BaselineEntry(double Accuracy);

    internal sealed record LabelsEntry(int Taught, int Reused, double BytesPerSample);

    internal sealed record StudentEntry(string Name, ModelEntry Student, BaselineEntry? Baseline, string Verdict, IReadOnlyList<SeedEntry>? Seeds);

    internal sealed record SeedEntry(int Seed, ModelEntry Student, BaselineEntry? Baseline);
}
