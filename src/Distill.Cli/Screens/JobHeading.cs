using Distill.Jobs;

namespace Distill.Cli.Screens;

/// <summary>What a job is, in a line: <c>resnet8 &lt;- cifar10_resnet56   cifar10   seeds 1, 2, 3</c>.</summary>
internal static class JobHeading
{
    // More names than that do not fit in the line.
    private const int Named = 3;

    public static string Of(JobSpec job)
    {
        var teacher = job.Teacher is { } given ? $" <- {given.Network ?? given.Weights ?? "teacher"}" : "";
        var seeds = $"{(job.Seeds.Count == 1 ? "seed" : "seeds")} {string.Join(", ", job.Seeds)}";
        return $"{Students(job)}{teacher}   {job.Dataset.Kind}   {seeds}";
    }

    private static string Students(JobSpec job) => job.Students.Count <= Named
        ? string.Join(", ", job.Students.Select(student => student.Name == StudentSpec.Only ? student.Title : student.Name))
        : $"{job.Students.Count} students";
}
