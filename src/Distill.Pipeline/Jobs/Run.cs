using Distill.Jobs;
using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>One network that a job trains.</summary>
/// <param name="Name">Name within the job: <c>teacher</c>, <c>student</c>, <c>baseline</c>, and with further seeds <c>student-2</c> and so on.</param>
/// <param name="Role">What it is trained for.</param>
/// <param name="Seed">Its seed.</param>
public sealed record Run(string Name, ModelRole Role, int Seed)
{
    /// <summary>The run that trains the teacher, where the job has one to train.</summary>
    public static Run Teacher(JobSpec spec) => new("teacher", ModelRole.Teacher, spec.Teacher!.Seed);

    /// <summary>The students and baselines of a job. Baselines come first: they need no labels, so the teacher gets ahead meanwhile.</summary>
    public static IReadOnlyList<Run> Of(JobSpec spec)
    {
        var baseline = spec.Baseline && spec.Teacher is not null;
        return [.. spec.Seeds.Index().SelectMany(s => baseline
            ? new[] { Create(ModelRole.Baseline, s), Create(ModelRole.Student, s) }
            : [Create(ModelRole.Student, s)])];

        static Run Create(ModelRole role, (int Index, int Seed) seed)
        {
            var name = role.ToString().ToLowerInvariant();
            return new Run(seed.Index == 0 ? name : $"{name}-{seed.Seed}", role, seed.Seed);
        }
    }
}
