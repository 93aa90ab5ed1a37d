using System.Globalization;
using System.Text.Json.Serialization;
using Distill.Jobs;

namespace Distill.Reports;

/// <summary>What a job did and what came of it: the content of <c>report.json</c>, and all that the report page and the model cards are made from.</summary>
/// <remarks>Accuracies are fractions from 0 to 1 throughout; differences of accuracies are percentage points and say so.</remarks>
public sealed record JobReport
{
    /// <summary>The version of this shape that the program writes and reads.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The version of the shape that this report has; a reader refuses a newer one.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>How the job ended: <c>finished</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Wall-clock seconds from the job's start to this report, pauses between restarts left out.</summary>
    public required double Seconds { get; init; }

    /// <summary>The data that the models learned from and were measured on.</summary>
    public required DatasetReport Dataset { get; init; }

    /// <summary>The teacher; null for plain training.</summary>
    public TeacherReport? Teacher { get; init; }

    /// <summary>One entry per student, in the order of the job file.</summary>
    public required IReadOnlyList<StudentReport> Students { get; init; }

    /// <summary>The labels that the students learned from; null for plain training.</summary>
    public LabelsReport? Labels { get; init; }

    /// <summary>What a person needs to get the same bytes again.</summary>
    public required EnvironmentReport Environment { get; init; }

    /// <summary>The verdict of the only student, or one over several: <c>distillation helped 2 of 3 students</c>.</summary>
    [JsonIgnore]
    public string Finding => Best is var (name, accuracy)
        ? string.Create(CultureInfo.InvariantCulture, $"{Verdict.Over(Students)}; best on the held-out images: {name} ({100 * accuracy:0.00} %)")
        : Verdict.Over(Students);

    /// <summary>
    /// The student with the best mean accuracy on the images that are held out to choose by, and never on the test images; null where
    /// there is one student only, or none are held out.
    /// </summary>
    [JsonIgnore]
    public (string Name, double Accuracy)? Best
    {
        get
        {
            var measured = Students
                .Select(student => (student.Name, Accuracy: student.Seeds.Average(seed => seed.Student.Curve is [.., var last] ? last.ValidationAccuracy : null)))
                .ToList();
            return measured.Count > 1 && measured.TrueForAll(student => student.Accuracy is not null)
                ? measured.Select(student => (student.Name, student.Accuracy!.Value)).MaxBy(student => student.Value)
                : null;
        }
    }

    /// <summary>Every pair of models, student by student.</summary>
    internal IEnumerable<(StudentReport Student, SeedReport Pair)> Pairs => Students.SelectMany(student => student.Seeds.Select(pair => (student, pair)));

    /// <summary>What stands behind a heading about the only student of <see cref="Of"/>: its name, where it goes by one.</summary>
    internal string Suffix => Students is [{ Name: not StudentSpec.Only and var name }] ? $": {name}" : "";

    /// <summary>The same report about one of its students only.</summary>
    internal JobReport Of(StudentReport student) => this with { Students = [student] };
}
