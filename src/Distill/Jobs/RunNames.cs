namespace Distill.Jobs;

/// <summary>
/// Names of the networks that a job trains; each is a folder of the job. <c>student</c> and <c>baseline</c> where there is one student,
/// <c>NAME</c> and <c>NAME-baseline</c> for those of a list; every seed but the first is added with a hyphen.
/// </summary>
public static class RunNames
{
    /// <summary>The run that trains the teacher.</summary>
    public const string Teacher = "teacher";

    private const string BaselineAlone = "baseline";

    // Folders that a job has beside those of its runs, and stages that its progress has beside those of its students.
    private static readonly string[] s_taken = [Teacher, BaselineAlone, "runs", "events", "segments", "check", "teach", "learn", "report"];

    /// <summary>The run that trains a student with one of the job's seeds.</summary>
    public static string Student(string student, IReadOnlyList<int> seeds, int seed) => Numbered(student, seeds, seed);

    /// <summary>The run that trains the same student without the teacher.</summary>
    public static string Baseline(string student, IReadOnlyList<int> seeds, int seed) =>
        Numbered(student == StudentSpec.Only ? BaselineAlone : $"{student}-{BaselineAlone}", seeds, seed);

    /// <summary>All runs of a student, in the order of the seeds.</summary>
    internal static IEnumerable<string> Of(string student, IReadOnlyList<int> seeds) =>
        seeds.SelectMany(seed => new[] { Student(student, seeds, seed), Baseline(student, seeds, seed) });

    /// <summary>Whether a student may not have the name, because something else in a job does.</summary>
    internal static bool IsTaken(string student) => s_taken.Contains(student);

    private static string Numbered(string stem, IReadOnlyList<int> seeds, int seed) => seed == seeds[0] ? stem : $"{stem}-{seed}";
}
