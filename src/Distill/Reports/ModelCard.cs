using Distill.Reports.Markup;
using static System.FormattableString;

namespace Distill.Reports;

/// <summary>Writes the card of one student: Markdown below the YAML header that the Hugging Face hub reads.</summary>
/// <remarks>The header follows <see href="https://huggingface.co/docs/hub/model-cards"/>; its <c>model-index</c> carries the accuracies.</remarks>
public static class ModelCard
{
    private const string Loading = """
        ## Loading

        .NET, with Distill:

        ```csharp
        var network = NetworkJson.Read(File.ReadAllText("network.json"));
        var weights = Safetensors.Read("model.safetensors").Weights;
        using var student = new NetworkModule(network, weights, trainable: false);
        ```

        Python, the weights by name:

        ```python
        from safetensors.numpy import load_file
        weights = load_file("model.safetensors")
        print({name: w.shape for name, w in weights.items()})
        ```

        `labels.json` holds the class names in the order of the outputs, and how the pixels were normalised.

        """;

    /// <summary>The card of a student of one seed.</summary>
    /// <param name="report">The job's report.</param>
    /// <param name="name">The name of a student of the report.</param>
    /// <param name="seed">A seed of the report.</param>
    /// <exception cref="ArgumentException">The report has no such student or seed.</exception>
    public static string Render(JobReport report, string name, int seed)
    {
        var student = report.Students.FirstOrDefault(student => student.Name == name)
            ?? throw new ArgumentException($"the report of {report.Job} has no student {name}.");
        var pair = student.Seeds.FirstOrDefault(pair => pair.Seed == seed)
            ?? throw new ArgumentException($"the report of {report.Job} has no seed {seed}.");
        report = report.Of(student);
        var parts = new[] { Header(report, pair), Story(report, pair), Results(report, pair), DeviceCard.Render(pair.LowPower), Loading, LoadingRecipes.Render(pair.LowPower), Origin(report, pair) };
        return string.Join("\n", parts.Where(part => part.Length > 0));
    }

    private static string Header(JobReport report, SeedReport pair)
    {
        var teacher = report.Teacher;
        var student = pair.Student;
        var tag = teacher is null ? "" : "- knowledge-distillation\n";
        var baseModel = teacher is null ? "" : $"base_model: {Quoted(teacher.Network)}\n";
        return Invariant($"""
            ---
            library_name: distill
            pipeline_tag: image-classification
            tags:
            - image-classification
            {tag}datasets:
            - {Quoted(report.Dataset.Name)}
            metrics:
            - accuracy
            {baseModel}model-index:
            - name: {Quoted(Title(report))}
              results:
              - task:
                  type: image-classification
                dataset:
                  name: {Quoted(report.Dataset.Name)}
                  type: {Quoted(report.Dataset.Name)}
                  split: test
                metrics:
                - type: accuracy
                  value: {student.Final.Top1:0.0000}
                - type: nll
                  value: {student.Final.NegativeLogLikelihood:0.0000}
                - type: expected_calibration_error
                  value: {student.Final.CalibrationError:0.0000}
            ---

            """);
    }

    private static string Title(JobReport report) => report.Job + report.Suffix;

    private static string Story(JobReport report, SeedReport pair)
    {
        var student = pair.Student;
        var how = report.Teacher is { } teacher
            ? $"It learned from the labels of `{teacher.Network}`{(teacher.IsCounted ? $", a network {Figures.Times(teacher.Parameters, student.Parameters)} its size" : "")}."
            : "It was trained on the dataset's own labels.";
        var verdict = report.Teacher is null ? "" : $"\nVerdict over the job's seeds: **{report.Finding}**.\n";
        return $"""
            # {Title(report)}

            `{student.Network}` with {Figures.Exact(student.Parameters)} parameters, classifying {report.Dataset.Classes.Count} classes of {report.Dataset.Name}.
            {how}
            {verdict}
            """;
    }

    private static string Results(JobReport report, SeedReport pair)
    {
        var rows = new List<string>();
        if (report.Teacher is { } teacher)
        {
            rows.Add(Row("teacher", teacher.Network, teacher.Accuracy, teacher.Parameters, teacher.Macs, teacher.Bytes));
        }

        rows.Add(Row($"**student**, seed {pair.Seed}", pair.Student));
        if (pair.Baseline is { } baseline)
        {
            rows.Add(Row("the student alone", baseline));
        }

        return $"""
            ## Results

            Accuracy on {Figures.Exact(report.Dataset.TestSamples)} held-out images.

            | | network | accuracy | parameters | multiply-accumulates | weights |
            |---|---|---:|---:|---:|---:|
            {string.Join("\n", rows)}

            """;
    }

    private static string Row(string role, ModelReport model) => Row(role, model.Network, model.Final.Top1, model.Parameters, model.Macs, model.Bytes);

    private static string Row(string role, string network, double? accuracy, long parameters, long macs, long bytes) =>
        $"| {role} | `{network}` | {Figures.Percent(accuracy)} | {Figures.Known(parameters, Figures.Exact)} | {Figures.Known(macs, macs => Figures.Count(macs))} | {Figures.Bytes(bytes)} |";

    private static string Origin(JobReport report, SeedReport pair)
    {
        var lines = new List<(string Name, string Value)>
        {
            ("SHA-256 of `model.safetensors`", pair.Student.Sha256),
            ("dataset digest", report.Dataset.Digest),
            ("numerics class of the trainer", $"{report.Environment.NumericsClass} ({report.Environment.NumericsDigest})"),
        };
        if (report.Labels is { } labels)
        {
            lines.Add(("label set", labels.Fingerprint));
            lines.Add(("digest of the labels consumed", labels.Digest));
            lines.Add(("numerics class of the teachers", labels.NumericsClass));
        }

        return $"""
            ## Origin

            The same job, labels and numerics class give these bytes again.

            {string.Join("\n", lines.Select(line => $"* {line.Name}: `{line.Value}`"))}

            """;
    }

    /// <summary>A YAML scalar in double quotes, whatever it holds.</summary>
    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text, ReportJson.OneLine);
}
