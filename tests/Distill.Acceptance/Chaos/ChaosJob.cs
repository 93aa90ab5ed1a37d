namespace Distill.Acceptance.Chaos;

/// <summary>A real job of a few seconds in many small pieces: 69 chunks of labels, and two runs of 9 segments each.</summary>
internal static class ChaosJob
{
    /// <summary>Its name.</summary>
    public const string Name = "chaos";

    /// <summary>Steps of a full segment.</summary>
    public const int SegmentSteps = 15;

    /// <summary>Its views.</summary>
    public const int Views = 3;

    /// <summary>The runs whose models are compared.</summary>
    public static IReadOnlyList<string> Runs { get; } = ["student", "baseline"];

    /// <summary>Writes the job file into a folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="student">The network that learns.</param>
    /// <param name="labelSeed">Seed of the labels; another one is another label set.</param>
    public static string Write(string folder, string name = Name, string student = "cnn_4_8", int labelSeed = 0)
    {
        var path = Path.Combine(folder, name + ".yaml");
        File.WriteAllText(path, $$"""
            version: 1
            name: {{name}}
            dataset:
              kind: digits
              augment: [{ kind: translate, pixels: 1 }]
            teacher:
              network: cnn_8_12
              minimum_accuracy: 0
              training: { epochs: 2, batch_size: 32, threads: 1, precision: float32, segment_seconds: 5 }
            labels: { views: {{Views}}, chunk: 64, batch: 32, seed: {{labelSeed}} }
            student: { network: {{student}} }
            loss:
              - { kind: hard_labels, weight: 0.1 }
              - { kind: soft_labels, weight: 0.9 }
              - { kind: activation_order, weight: 0.5, taps: [{ teacher: last, student: last, prefix: 6 }] }
            training: { epochs: 3, batch_size: 32, threads: 1, precision: float32, segment_steps: {{SegmentSteps}}, segment_seconds: 5 }
            """);
        return path;
    }
}
