using YamlDotNet.Core;

namespace Distill.Jobs.Yaml;

/// <summary>Turns the text of a job file into settings with places, or into problems.</summary>
internal static class YamlTree
{
    /// <returns>The top section, or <see langword="null"/> when the text cannot be read; the reason is then a problem.</returns>
    public static SectionSetting? Read(string text, string file, ProblemList problems)
    {
        var top = new Place(file, 1, 1);
        if (FindTab(text, file) is { } tab)
        {
            problems.Add(tab, "this line is indented with a tab, which YAML does not allow; use spaces.");
            return null;
        }

        switch (Parse(text, mark => new Place(file, (int)mark.Line, (int)mark.Column), problems))
        {
            case SectionSetting section:
                return section;
            case ScalarSetting { IsEmpty: true }:
                problems.Add(top, "the job file is empty; \"distill init\" writes one to start from.");
                return null;
            case { } other:
                problems.Add(top, $"a job file is a list of settings such as \"name: my-job\", but this one is {other.Called}.");
                return null;
            default:
                return null;
        }
    }

    /// <summary>Reads the value of an override; all of it has the place of the override.</summary>
    public static Setting? ReadValue(string text, Place place, ProblemList problems) => Parse(text, _ => place, problems);

    private static Setting? Parse(string text, Func<Mark, Place> placeOf, ProblemList problems)
    {
        var builder = new YamlTreeBuilder(text, placeOf, problems);
        try
        {
            return builder.Build();
        }
        catch (UnfitYamlException unfit)
        {
            problems.Add(placeOf(unfit.Start), unfit.Message);
        }
        catch (YamlException broken)
        {
            problems.Add(placeOf(broken.Start), Invalid($" ({char.ToLowerInvariant(broken.Message[0])}{broken.Message[1..].TrimEnd('.')})"));
        }
        catch (Exception unforeseen) when (unforeseen is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet's scanner trips over some broken texts, such as a brace that is never closed, instead of reporting them.
            problems.Add(builder.Here, Invalid(""));
        }

        return null;
    }

    private static string Invalid(string reason) =>
        $"this is not valid YAML{reason}; check the indentation, colons, brackets and quotes here and just above.";

    private static Place? FindTab(string text, string file)
    {
        var number = 0;
        foreach (var line in text.EnumerateLines())
        {
            number++;
            var indentation = line[..^line.TrimStart().Length];
            if (indentation.Contains('\t') && indentation.Length < line.Length && line[indentation.Length] != '#')
            {
                return new Place(file, number, indentation.IndexOf('\t') + 1);
            }
        }

        return null;
    }
}
