using System.Text.Json.Serialization;
using Distill.Jobs;
using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>One column of a comparison: a job, or one of its students where it has several. Accuracies are from 0 to 1, gains are points.</summary>
public sealed record ComparedJob
{
    /// <summary>The job.</summary>
    public required string Job { get; init; }

    /// <summary>The student; null where the job has one without a name.</summary>
    public string? Student { get; init; }

    /// <summary>Its state.</summary>
    public required string State { get; init; }

    /// <summary>Seeds that the means are over; 0 while there is no report.</summary>
    public int Seeds { get; init; }

    /// <summary>The student's top-1 accuracy, mean over the seeds.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Standard deviation over the seeds; null below two of them.</summary>
    public double? AccuracyDeviation { get; init; }

    /// <summary>That of the same student without the teacher.</summary>
    public double? Baseline { get; init; }

    /// <summary>Standard deviation over the seeds; null below two of them.</summary>
    public double? BaselineDeviation { get; init; }

    /// <summary>Mean gain over the baseline, in points.</summary>
    public double? Gain { get; init; }

    /// <summary>Standard error of the mean gain; null below two seeds.</summary>
    public double? GainSpread { get; init; }

    /// <summary>Share of test images on which student and teacher say the same.</summary>
    public double? Agreement { get; init; }

    /// <summary>Trainable parameters.</summary>
    public long? Parameters { get; init; }

    /// <summary>Bytes of the weights.</summary>
    public long? Bytes { get; init; }

    /// <summary>Multiply-accumulate operations for one image.</summary>
    public long? Macs { get; init; }

    /// <summary>Seconds that one student trained, mean over the seeds.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Seconds of the whole job.</summary>
    public double? JobSeconds { get; init; }

    /// <summary>Bytes of the labels that were learned from, over all views.</summary>
    public double? LabelBytes { get; init; }

    /// <summary>The forms in which it is delivered; null while there is no report that says.</summary>
    public IReadOnlyList<ComparedForm>? Forms { get; init; }

    /// <summary>All settings, those of the student as if it were the only one.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What heads the column.</summary>
    [JsonIgnore]
    public string Name => Student is null ? Job : $"{Job}: {Student}";

    /// <summary>A job's columns, one for each of its students.</summary>
    /// <param name="job">The job.</param>
    /// <param name="report">What came of it; null while it is not finished.</param>
    /// <param name="spec">Its settings.</param>
    public static IEnumerable<ComparedJob> Of(JobRecord job, JobReport? report, JobSpec spec) => spec.Students.Select(student => Of(job, report, spec, student));

    private static ComparedJob Of(JobRecord job, JobReport? report, JobSpec spec, StudentSpec student)
    {
        var alone = spec with { Students = [student with { Name = StudentSpec.Only }] };
        var column = new ComparedJob
        {
            Job = job.Name,
            Student = spec.HasOneStudent ? null : student.Name,
            State = job.State.ToString().ToLowerInvariant(),
            Settings = JobSettings.Of(alone).ToDictionary(StringComparer.Ordinal),
        };
        return report?.Students.FirstOrDefault(found => found.Name == student.Name) is { Seeds.Count: > 0 } result
            ? column.With(report, result)
            : column;
    }

    private ComparedJob With(JobReport report, StudentReport student)
    {
        var models = student.Seeds.Select(seed => seed.Student).ToList();
        var (students, baselines) = (Top1(models), Top1(student.Seeds.Select(seed => seed.Baseline)));
        return this with
        {
            Seeds = models.Count,
            Accuracy = students.Average(),
            AccuracyDeviation = Verdict.Deviation(students),
            Baseline = baselines.Count > 0 ? baselines.Average() : null,
            BaselineDeviation = Verdict.Deviation(baselines),
            Gain = student.Verdict.MeanGain,
            GainSpread = student.Verdict.Spread,
            Agreement = models.Average(model => model.Final.TeacherAgreement),
            Parameters = models[0].Parameters,
            Bytes = models[0].Bytes,
            Macs = models[0].Macs,
            Forms = ComparedForm.Of(student) is { Count: > 0 } forms ? forms : null,
            TrainingSeconds = models.Average(model => model.Seconds),
            JobSeconds = report.Seconds,
            LabelBytes = report.Labels is { } labels ? Math.Round(labels.BytesPerSample * labels.Views * report.Dataset.TrainSamples) : null,
        };
    }

    private static List<double> Top1(IEnumerable<ModelReport?> models) => [.. models.OfType<ModelReport>().Select(model => model.Final.Top1)];
}
