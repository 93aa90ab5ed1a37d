using Distill.Jobs.Sections;

namespace Distill.Jobs.Yaml;

/// <summary>
/// Replaces <c>sweep: { loss.0.weight: [0.3, 1, 3] }</c> and the student by a list of students, one for each combination of the values,
/// which share labels, baselines and report.
/// </summary>
internal static class Sweep
{
    private const string Key = "sweep";

    /// <summary>Writes the students of the sweep, if the file has one, in its place.</summary>
    public static void Apply(SectionSetting top, ProblemList problems)
    {
        if (top.Find(Key) is not { } entry)
        {
            return;
        }

        top.Entries.Remove(entry);
        if (Problem(top, entry) is var (place, text))
        {
            problems.Add(place, text);
            return;
        }

        var student = (SectionSetting)top.Find("student")!.Value;
        var rows = Rows(((SectionSetting)entry.Value).Entries);
        if (rows.Count > JobSection.MostStudents)
        {
            problems.Add(entry.Value.Place, $"{Key} has {rows.Count} combinations, but may have at most {JobSection.MostStudents}; sweep one setting after the other.");
            return;
        }

        var students = rows.Select((row, index) => (Setting)Student(top, student, row, index, problems)).ToList();
        top.Entries.RemoveAll(other => other.Key == "student");
        top.Entries.Add(new SectionEntry("students", entry.KeyPlace, new ListSetting(students, entry.Value.Place)));
    }

    private static (Place Place, string Text)? Problem(SectionSetting top, SectionEntry sweep)
    {
        if (sweep.Value is not SectionSetting { Entries.Count: > 0 } axes)
        {
            return (sweep.Value.Place, $"{Key} must be a section such as {{ loss.0.weight: [0.3, 1, 3] }}, not {sweep.Value.Called}.");
        }

        if (top.Find("student")?.Value is not SectionSetting)
        {
            return (sweep.KeyPlace, $"{Key} varies one student; name it with student: resnet8, and give no list of students.");
        }

        foreach (var axis in axes.Entries)
        {
            var root = axis.Key.Split('.')[0];
            if (root is not ("loss" or "training") || !axis.Key.Contains('.', StringComparison.Ordinal))
            {
                return (axis.KeyPlace, $"{Key} cannot vary \"{axis.Key}\"; its rows share their labels and differ in loss.* and training.*; give a job of its own to what else differs.");
            }

            if (top.Find(root) is null)
            {
                return (axis.KeyPlace, $"{Key} varies \"{axis.Key}\", but the job states no {root}; state it.");
            }

            if (axis.Value is not ListSetting { Items.Count: > 0 })
            {
                return (axis.Value.Place, $"{Key}.{axis.Key} must be a list of values such as [0.3, 1, 3], not {axis.Value.Called}.");
            }
        }

        return (top.Find("dataset")?.Value as SectionSetting)?.Find("validation")?.Value is null or ScalarSetting { IsNone: true }
            ? (sweep.KeyPlace, $"{Key} chooses by held-out images and never by the test images; add dataset.validation, such as validation: 1000.")
            : null;
    }

    private static List<(string Path, Setting Value)[]> Rows(IEnumerable<SectionEntry> axes) =>
        axes.Aggregate(new List<(string, Setting)[]> { Array.Empty<(string, Setting)>() }, (rows, axis) =>
            [.. rows.SelectMany(_ => ((ListSetting)axis.Value).Items, (row, value) => ((string, Setting)[])[.. row, (axis.Key, value)])]);

    private static SectionSetting Student(SectionSetting top, SectionSetting student, (string Path, Setting Value)[] row, int index, ProblemList problems)
    {
        var varied = new SectionSetting([.. row.Select(axis => axis.Path.Split('.')[0]).Distinct().Select(root => Copy(top.Find(root)!))], student.Place);
        foreach (var (path, value) in row)
        {
            Overrides.Set(varied, path.Split('.'), Copy(value), value.Place, problems);
        }

        var name = new ScalarSetting(NameOf(row, index), quoted: false, student.Place);
        return new SectionSetting([new("name", student.Place, name), .. student.Entries.Select(Copy), .. varied.Entries], student.Place);
    }

    private static string NameOf((string Path, Setting Value)[] row, int index)
    {
        var name = JobNames.Near(string.Join('-', row.Select(axis => $"{axis.Path.Split('.')[^1]} {(axis.Value as ScalarSetting)?.Text ?? $"{index + 1}"}")));
        return name.Length is > 0 and <= 40 && row.All(axis => axis.Value is ScalarSetting) ? name : $"row-{index + 1}";
    }

    private static SectionEntry Copy(SectionEntry entry) => entry with { Value = Copy(entry.Value) };

    private static Setting Copy(Setting setting) => setting switch
    {
        SectionSetting section => new SectionSetting([.. section.Entries.Select(Copy)], section.Place),
        ListSetting list => new ListSetting([.. list.Items.Select(Copy)], list.Place),
        _ => setting,
    };
}
