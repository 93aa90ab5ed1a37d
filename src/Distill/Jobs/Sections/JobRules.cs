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
        if (reading.Value.Dataset.Validation is null && reading.States("dataset")
            && (reading.Value.Training.EarlyStop is not null || reading.Value.Students.Any(student => student.Training?.EarlyStop is not null)))
        {
            reading.Problem("training", "training.early_stop looks at held-out images, but there are none; add dataset.validation, such as validation: 1000, or take it out.");
        }
    }
}
