using System.Text;
using Distill.Jobs.Sections;
using Distill.Jobs.Yaml;
using Distill.Wording;

namespace Distill.Jobs;

/// <summary>Reads job files: strict about what they say, and complete about what is wrong with them.</summary>
public static class JobReader
{
    /// <summary>Far more than any job file has; what is longer is something else.</summary>
    private const int LongestFile = 1 << 20;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a job file, or a bundled example by its name (<see cref="JobExamples.Names"/>).</summary>
    /// <param name="fileOrExample">Path of a job file, or a name such as <c>digits</c>. A file of that name comes first.</param>
    /// <param name="overrides">Overrides as <c>--set</c> takes them: <c>training.epochs=3</c>.</param>
    public static JobReading Open(string fileOrExample, IReadOnlyList<string> overrides)
    {
        if (!File.Exists(fileOrExample) && JobExamples.Text(fileOrExample) is { } example)
        {
            return Read(example, $"{fileOrExample}.yaml", overrides);
        }

        var problems = new ProblemList();
        return ReadText(fileOrExample, problems) is { } text
            ? Read(text, fileOrExample, overrides)
            : new JobReading(null, problems.InOrder());
    }

    /// <summary>Reads the text of a job file.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">The file as the user named it: shown with problems, and its folder is where relative paths start.</param>
    /// <param name="overrides">Overrides as <c>--set</c> takes them: <c>training.epochs=3</c>.</param>
    public static JobReading Read(string yaml, string file, IReadOnlyList<string> overrides)
    {
        var problems = new ProblemList();
        if (YamlTree.Read(yaml, file, problems) is not { } top)
        {
            return new JobReading(null, problems.InOrder()) { Text = yaml };
        }

        top = Expand(top);
        foreach (var text in overrides)
        {
            Overrides.Apply(top, text, problems);
            top = Expand(top);
        }

        Recipes.Apply(top, problems);
        top = Expand(top);
        Sweep.Apply(top, problems);
        top = Expand(top);
        var job = JobSection.Settings.TryRead(top, SettingPath.Root, problems, out var read)
            ? JobDefaults.Complete(read, top) with { BaseFolder = Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder : "." }
            : null;
        return new JobReading(problems.Count == 0 ? job : null, problems.InOrder()) { Text = yaml, Places = new JobPlaces(top) };
    }

    private static SectionSetting Expand(SectionSetting top) => (SectionSetting)JobSection.Settings.Expand(top);

    private static string? ReadText(string file, ProblemList problems)
    {
        var place = new Place(file, 0, 0);
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > LongestFile })
            {
                problems.Add(place, "this is too large for a job file (over 1 MB); name the YAML file that describes the job.");
                return null;
            }

            return s_strictUtf8.GetString(File.ReadAllBytes(file)).TrimStart('\ufeff');
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(place, $"there is no such job file; {NearFile(file)}");
        }
        catch (DecoderFallbackException)
        {
            problems.Add(place, "this is not a text in UTF-8; name the YAML file that describes the job.");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(file))
        {
            problems.Add(place, "this is a folder; name a job file in it.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add(place, $"this file cannot be read: {unreadable.Message}");
        }

        return null;
    }

    private static string NearFile(string file)
    {
        var folder = Path.GetDirectoryName(file) is { Length: > 0 } named ? named : ".";
        var beside = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Select(near => Path.GetFileName(near)) : [];
        return Suggestion.Nearest(Path.GetFileName(file), beside.Concat(JobExamples.Names).Order(StringComparer.Ordinal)) is { } name
            ? $"did you mean \"{(JobExamples.Names.Contains(name) ? name : Path.Join(Path.GetDirectoryName(file), name))}\"?"
            : $"\"distill init\" writes one, and bundled are {string.Join(", ", JobExamples.Names)}.";
    }
}
