using Distill.Jobs;
using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>What a person needs to get the same bytes again, and the sums to see that they did.</summary>
internal static class ReproducibilitySection
{
    public static Html Render(JobReport report) => Html.Of($"""
        <section>
        <h2>Again, to the byte</h2>
        <pre><code>{report.Environment.Command}</code></pre>
        {Facts.List(Environment(report))}
        {Facts.List(report.Pairs.SelectMany(pair => Models(pair.Student, pair.Pair)))}
        </section>
        """);

    private static IEnumerable<Html> Environment(JobReport report)
    {
        var environment = report.Environment;
        yield return Facts.Of("Seeds", string.Join(", ", report.Pairs.Select(pair => pair.Pair.Seed).Distinct()));
        yield return Facts.Of("Program", environment.Version);
        yield return Facts.Of("Precision", $"{environment.Precision}, {Figures.Of(environment.Threads, "thread")}");
        yield return Facts.Of("Trainer’s numerics class", $"{environment.NumericsClass} ({environment.NumericsDigest})");
        if (environment.PeakMemoryBytes is { } peak)
        {
            yield return Facts.Of("Peak memory", Figures.Bytes(peak));
        }

        yield return Facts.Of("Dataset", $"{report.Dataset.Name}, {Figures.Exact(report.Dataset.TrainSamples)} images to learn from, {Figures.Exact(report.Dataset.TestSamples)} held out");
        yield return Facts.Code("Digest of the dataset", report.Dataset.Digest);
        if (report.Teacher is { } teacher)
        {
            yield return Facts.Code("SHA-256 of the teacher", teacher.Sha256);
        }
    }

    private static IEnumerable<Html> Models(StudentReport student, SeedReport seed)
    {
        var alone = student.Name == StudentSpec.Only;
        yield return Model(alone ? "Student" : student.Name, seed.Seed, seed.Student);
        if (seed.Baseline is { } baseline)
        {
            yield return Model(alone ? "Baseline" : $"{student.Name} alone", seed.Seed, baseline);
        }
    }

    private static Html Model(string name, int seed, ModelReport model) =>
        Html.Of($"<dt>{name}, seed {seed}</dt><dd><code>{model.Path}</code><br><code>{model.Sha256}</code></dd>");
}
