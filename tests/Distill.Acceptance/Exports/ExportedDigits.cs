using System.Text.RegularExpressions;
using Xunit;

namespace Distill.Acceptance.Exports;

/// <summary>A student of digits in all forms, made by the real program once for all tests of a class.</summary>
public sealed class ExportedDigits : IAsyncLifetime
{
    private const string Yaml = """
        version: 1
        name: exported
        dataset: { kind: digits }
        student: { network: cnn_4_8 }
        training: { epochs: 12, batch_size: 32, threads: 1, precision: float32 }
        export: [safetensors, onnx, onnx-int8]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distill-acceptance-");

    /// <summary>One image of noise, as a network takes it.</summary>
    public static float[] Pixels { get; } = [.. Enumerable.Range(0, 64).Select(i => (i * 37 % 64 - 32) / 16f)];

    public static long[] Shape { get; } = [1, 1, 8, 8];

    /// <summary>The student's folder.</summary>
    public string Folder => Path.Combine(_folder.FullName, "store", "jobs", "exported", "student");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>The lines that the card gives for loading the ONNX file in a language.</summary>
    public string Recipe(string language)
    {
        var card = File.ReadAllText(PathOf("README.md"));
        var recipes = card[card.IndexOf("## Loading the ONNX file", StringComparison.Ordinal)..];
        return Regex.Match(recipes, $"```{language}\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;
    }

    public async ValueTask InitializeAsync()
    {
        var job = Path.Combine(_folder.FullName, "exported.yaml");
        await File.WriteAllTextAsync(job, Yaml);
        using var run = new DistillProcess(Path.Combine(_folder.FullName, "store"), "run", job);
        var (code, output) = await run.EndAsync(TestContext.Current.CancellationToken);
        Assert.True(code == 0, $"distill run ended with {code}: {run.Latest} {output}");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
