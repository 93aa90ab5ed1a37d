namespace Distill.Jobs;

/// <summary>Job files that come with the program.</summary>
public static class JobExamples
{
    /// <summary>Names that can be used in place of a job file.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits"];

    /// <summary>The commented job file that <c>distill init</c> writes; it can be run as it is.</summary>
    public static string Template => Embedded("template");

    /// <summary>The text of a bundled example; <see langword="null"/> for a name that is none.</summary>
    public static string? Text(string name) => Names.Contains(name) ? Embedded(name) : null;

    private static string Embedded(string name)
    {
        var resource = $"Distill.Jobs.Examples.{name}.yaml";
        using var stream = typeof(JobExamples).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program was built without its example {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
