using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>What the sections of a job have to agree on.</summary>
internal static class JobRules
{
    public static void Check(SectionReading<JobSpec> reading)
    {
        if (reading.States("seed") && reading.States("seeds"))
        {
            reading.Problem("seeds", "seed and seeds are both given; keep seed for one student, or seeds for several.");
        }

        StudentRules.Check(reading);
        if (reading.States("baseline") && reading.Value is { Baseline: true } && !reading.States("teacher"))
        {
            reading.Problem("baseline", "baseline compares with the student trained alone, but without a teacher every student is; take it out, or add a teacher.");
        }

        LossRules.Check(reading);
        if (reading.Value.Dataset.Validation is null && reading.States("dataset"))
        {
            CheckNobodyStopsEarly(reading);
        }

        if (reading.Value.Teacher is { Job: { } job } teacher && teacher.Together.Prepend(job).Contains(reading.Value.Name))
        {
            reading.Problem("teacher", $"the teacher comes from {reading.Value.Name}, which is this very job; name a finished one, or give this one another name.");
        }
    }

    private static void CheckNobodyStopsEarly(SectionReading<JobSpec> reading)
    {
        var job = reading.Value;
        if (job.Students.Select(job.TrainingOf).Append(job.Training).Any(training => training.EarlyStop is not null))
        {
            Refuse("training", "training.early_stop");
        }

        if (job.Teacher?.Training?.EarlyStop is not null)
        {
            Refuse("teacher", "teacher.training.early_stop");
        }

        void Refuse(string section, string path) => reading.Problem(
            section, $"{path} looks at held-out images, but there are none; add dataset.validation, such as validation: 1000, or take it out.");
    }
}
