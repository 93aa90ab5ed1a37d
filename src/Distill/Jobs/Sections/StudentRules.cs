using Distill.Jobs.Forms;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Sections;

/// <summary>What the students of a job have to agree on: there is one at least, and each of their runs has a name of its own.</summary>
internal static class StudentRules
{
    public static void Check(SectionReading<JobSpec> reading)
    {
        if (reading.Section.Find("student") is null && reading.Section.Find("students") is null)
        {
            reading.Problem("student", $"{reading.Path} needs \"student\": {JobSection.AboutStudent}.");
        }
        else if (reading.States("student") && reading.States("students"))
        {
            reading.Problem("students", "student and students are both given; keep student for one, or students for several.");
        }
        else if (reading.Section.Find("students")?.Value is ListSetting list && list.Items.Count == reading.Value.Students.Count)
        {
            CheckNames(reading.Value, list, reading.Problems);
        }
    }

    private static void CheckNames(JobSpec job, ListSetting list, ProblemList problems)
    {
        var runs = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < job.Students.Count; index++)
        {
            var (path, place, name) = (SettingPath.Root / "students" / index, list.Items[index].Place, job.Students[index].Name);
            if (name.Length == 0)
            {
                continue; // Its network is not known either, which has been said.
            }

            if (RunNames.IsTaken(name))
            {
                problems.Add(place, $"{path} cannot be called \"{name}\", because something else in every job is; give it another name.");
            }

            var taken = RunNames.Of(name, job.Seeds).FirstOrDefault(run => !runs.TryAdd(run, index) && runs[run] != index);
            if (taken is not null)
            {
                problems.Add(place, job.Students[runs[taken]].Name == name
                    ? $"{path} is called \"{name}\" like students[{runs[taken]}]; give it a name of its own."
                    : $"{path} is called \"{name}\", so that \"{taken}\" would be a folder of it and of students[{runs[taken]}]; give it another name.");
            }
        }
    }
}
