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
    /// meanwhile. Students that differ in their losses alone share one.
    /// </summary>
    public static IReadOnlyList<Run> Of(JobSpec spec)
    {
        var baseline = spec.Baseline && spec.Teacher is not null;
        return [.. spec.Seeds.SelectMany(seed => spec.Students.SelectMany(student => Pair(student, seed)))];

        IEnumerable<Run> Pair(StudentSpec student, int seed)
        {
            if (baseline && spec.BaselineOf(student).Name == student.Name)
            {
                yield return new Run(RunNames.Baseline(student.Name, spec.Seeds, seed), ModelRole.Baseline, seed, student.Name);
            }
            yield return new Run(RunNames.Student(student.Name, spec.Seeds, seed), ModelRole.Student, seed, student.Name);
        }
    }

    /// <summary>The student that a run trains, with the teacher or alone.</summary>
    public StudentSpec StudentOf(JobSpec spec) => spec.Students.First(student => student.Name == Student);

    /// <summary>The run of a name; null where the job has none of it.</summary>
    public static Run? Find(JobSpec spec, string name) =>
        name == RunNames.Teacher && spec.Teacher is not null ? Teacher(spec) : Of(spec).FirstOrDefault(run => run.Name == name);
}
