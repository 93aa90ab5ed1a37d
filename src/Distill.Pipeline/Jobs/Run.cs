using Distill.Jobs;
using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>One network that a job trains.</summary>
/// <param name="Name">Name within the job, after <see cref="RunNames"/>.</param>
/// <param name="Role">What it is trained for.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Student">Name of the student that it trains, with the teacher or alone; empty for the run that trains the teacher.</param>
public sealed record Run(string Name, ModelRole Role, int Seed, string Student = "")
{
    /// <summary>The run that trains the teacher, where the job has one to train.</summary>
    public static Run Teacher(JobSpec spec) => new(RunNames.Teacher, ModelRole.Teacher, spec.Teacher!.Seed);

    /// <summary>
    /// The students and baselines of a job, seed by seed. A student's baseline comes first: it needs no labels, so the teacher gets ahead
    /// meanwhile.
    /// </summary>
    public static IReadOnlyList<Run> Of(JobSpec spec)
    {
        var baseline = spec.Baseline && spec.Teacher is not null;
        return [.. spec.Seeds.SelectMany(seed => spec.Students.SelectMany(student => Pair(student.Name, seed)))];

        IEnumerable<Run> Pair(string student, int seed)
        {
            if (baseline)
            {
                yield return new Run(RunNames.Baseline(student, spec.Seeds, seed), ModelRole.Baseline, seed, student);
            }
            yield return new Run(RunNames.Student(student, spec.Seeds, seed), ModelRole.Student, seed, student);
        }
    }

    /// <summary>The run of a name; null where the job has none of it.</summary>
    public static Run? Find(JobSpec spec, string name) =>
        name == RunNames.Teacher && spec.Teacher is not null ? Teacher(spec) : Of(spec).FirstOrDefault(run => run.Name == name);
}
