namespace Distill.Acceptance;

/// <summary>A job on real digits that takes a few seconds, in a folder of its own with stores beside it.</summary>
internal sealed class SmallJob : IDisposable
{
    private const string Yaml = """
        version: 1
        name: small
        dataset:
          kind: digits
          augment: [{ kind: translate, pixels: 1 }]
        teacher:
          network: cnn_8_12
          minimum_accuracy: 0
          training: { epochs: 3, batch_size: 32, threads: 1, precision: float32, segment_steps: 20 }
        labels: { views: 3, chunk: 128, batch: 32 }
        student: { network: cnn_4_8 }
        loss:
          - { kind: hard_labels, weight: 0.1 }
          - { kind: soft_labels, weight: 0.9 }
          - { kind: activation_order, weight: 0.5, taps: [{ teacher: last, student: last, prefix: 6 }] }
        training: { epochs: 5, batch_size: 32, threads: 1, precision: float32, segment_steps: 20 }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distill-acceptance-");

    public SmallJob() => System.IO.File.WriteAllText(File, Yaml);

    public string File => Path.Combine(_folder.FullName, "small.yaml");

    public string Store(string name) => Path.Combine(_folder.FullName, name);

    public byte[] Student(string store) => System.IO.File.ReadAllBytes(Path.Combine(Store(store), "jobs", "small", "student", "model.safetensors"));

    /// <summary>Starts the job in one of the stores.</summary>
    public DistillProcess Run(string store, params string[] arguments) => new(Store(store), ["run", File, .. arguments]);

    public void Dispose() => _folder.Delete(recursive: true);
}
