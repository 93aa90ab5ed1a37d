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
    }
}
