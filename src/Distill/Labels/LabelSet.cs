using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Distill.Labels;

/// <summary>
/// Everything that decides the bits of a label. Two jobs whose sets have the same <see cref="Fingerprint"/> share labels;
/// the number of views is not part of it, because more views only extend a set.
/// </summary>
public sealed record LabelSet
{
    /// <summary>Version of the chunk encoding; part of the fingerprint.</summary>
    public const int EncodingVersion = 1;

    /// <summary>Above so many classes only the largest logits are kept.</summary>
    public const int MostClassesInFull = 256;

    private readonly Lazy<string> _fingerprint;

    /// <summary>All <c>required</c> members are set by the object initializer.</summary>
    public LabelSet() => _fingerprint = new(ComputeFingerprint);

    // A copy made by `with` may differ, so it computes its own fingerprint.
    private LabelSet(LabelSet original)
    {
        TeacherNetwork = original.TeacherNetwork;
        TeacherWeights = original.TeacherWeights;
        Dataset = original.Dataset;
        Preprocessing = original.Preprocessing;
        Augmentation = original.Augmentation;
        Seed = original.Seed;
        Samples = original.Samples;
        Classes = original.Classes;
        TopK = original.TopK;
        Temperatures = original.Temperatures;
        ChunkSize = original.ChunkSize;
        BatchSize = original.BatchSize;
        Precision = original.Precision;
        Taps = original.Taps;
        Calibration = original.Calibration;
        NumericsClass = original.NumericsClass;
        _fingerprint = new(ComputeFingerprint);
    }

    /// <summary>Digest of the teacher's graph.</summary>
    public required string TeacherNetwork { get; init; }

    /// <summary>Digest of the teacher's weights.</summary>
    public required string TeacherWeights { get; init; }

    /// <summary>Digest of the training images and their labels.</summary>
    public required string Dataset { get; init; }

    /// <summary>Canonical text of what happens to a pixel before the teacher sees it: normalisation, decoder version.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>Canonical text of the augmentation.</summary>
    public required string Augmentation { get; init; }

    /// <summary>Seed of views, permutations and first-pass order (<c>labels.seed</c> of a job).</summary>
    public required ulong Seed { get; init; }

    /// <summary>Training samples in one view (N).</summary>
    public required int Samples { get; init; }

    /// <summary>Logits of the teacher (K); 0 for a teacher without a classifier, whose labels are orders alone.</summary>
    public required int Classes { get; init; }

    /// <summary>Logits kept per sample (T), or <see langword="null"/> to keep all of them.</summary>
    public int? TopK { get; init; }

    /// <summary>Temperatures at which truncated logits can be used; empty when all logits are kept.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [];

    /// <summary>Samples per chunk, the unit of teacher work.</summary>
    public int ChunkSize { get; init; } = 512;

    /// <summary>Samples per forward pass: it decides the last bits of a logit.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Precision of the teacher's arithmetic, such as <c>float32</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>The tapped layers, in the order of their columns.</summary>
    public IReadOnlyList<TapColumn> Taps { get; init; } = [];

    /// <summary>How the resting levels of the tapped channels are measured; the result itself is not part of the set.</summary>
    public string Calibration { get; init; } = CalibrationStatistics.Recipe;

    /// <summary>Numerics class of the teachers: libraries, instruction set, device, precision and threads; or <c>any</c>.</summary>
    public required string NumericsClass { get; init; }

    /// <summary>SHA-256 (hex) over the canonical text of <see cref="Parts"/>.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>Chunks of one view.</summary>
    public int ChunksPerView => (Samples + ChunkSize - 1) / ChunkSize;

    /// <summary>Every deciding part as name and canonical value, in a fixed order.</summary>
    public IReadOnlyList<(string Name, string Value)> Parts =>
    [
        ("teacher network", TeacherNetwork),
        ("teacher weights", TeacherWeights),
        ("dataset", Dataset),
        ("preprocessing", Preprocessing),
        ("augmentation", Augmentation),
        ("seed", Text(Seed)),
        ("samples", Text(Samples)),
        ("classes", Text(Classes)),
        ("top k", TopK is { } k ? Text(k) : "all"),
        ("temperatures", TopK is null ? "any" : string.Join(' ', Temperatures.Select(Text))),
        ("chunk size", Text(ChunkSize)),
        ("batch size", Text(BatchSize)),
        ("precision", Precision),
        ("taps", string.Join(' ', Taps.Select(tap => $"{tap.Node}:{Text(tap.Channels)}:{Text(tap.Prefix)}{(tap.Mask ? ":on" : "")}{(tap.Pooled ? ":pooled" : "")}"))),
        ("calibration", Taps.Count == 0 ? "none" : Calibration),
        ("encoding", Text(EncodingVersion)),
        ("numerics class", NumericsClass),
    ];

    /// <summary>Samples in one chunk: <see cref="ChunkSize"/>, fewer in the last one of a view.</summary>
    public int CountOf(int chunk)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunk);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chunk, ChunksPerView);
        return Math.Min(ChunkSize, Samples - (chunk * ChunkSize));
    }

    /// <summary>
    /// Names each part in which two sets differ, with both values:
    /// <c>batch size is 64 in one and 128 in the other</c>; empty when they are the same.
    /// </summary>
    public static string DescribeDifference(LabelSet first, LabelSet second) => DescribeDifference(first.Parts, second.Parts);

    /// <summary>Sets are equal when their fingerprints are.</summary>
    public bool Equals(LabelSet? other) => other is not null && Fingerprint == other.Fingerprint;

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);

    internal static string DescribeDifference(
        IEnumerable<(string Name, string Value)> first, IEnumerable<(string Name, string Value)> second)
    {
        var values = second.ToDictionary(part => part.Name, part => part.Value);
        var differences = first
            .Select(part => (part.Name, First: part.Value, Second: values.GetValueOrDefault(part.Name, "absent")))
            .Where(part => part.First != part.Second)
            .Select(part => $"{part.Name} is '{part.First}' in one and '{part.Second}' in the other");
        return string.Join("; ", differences);
    }

    // Lengths stand before the texts, so that no choice of values can imitate another set's text.
    private string ComputeFingerprint()
    {
        var text = new StringBuilder("distill label set\n");
        foreach (var (name, value) in Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name} {value.Length}:{value}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
