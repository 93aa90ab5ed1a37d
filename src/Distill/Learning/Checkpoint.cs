using System.Text.Json;
using Distill.Networks;
using Distill.Reports;

namespace Distill.Learning;

/// <summary>
/// Everything that the next step depends on: network, optimizer, connectors, step, the epoch's sums and the hashes of the labels
/// consumed. Stored as one safetensors file, whose bytes follow from the run alone.
/// </summary>
public sealed record Checkpoint
{
    private const string CurrentVersion = "1";
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Parameters and running statistics of the network.</summary>
    public required Weights Network { get; init; }

    /// <summary>Optimizer state and the loss terms' own parameters.</summary>
    public required Weights Auxiliary { get; init; }

    /// <summary>Losses of the epoch that is under way.</summary>
    public required EpochTally Tally { get; init; }

    /// <summary>One point per finished epoch.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>SHA-256 of every label chunk learned from, by view and chunk.</summary>
    public required IReadOnlyDictionary<(int View, int Chunk), string> ConsumedLabels { get; init; }

    /// <summary>The checkpoint as the bytes of a safetensors file.</summary>
    public byte[] Encode()
    {
        var tensors = Network.Select(t => KeyValuePair.Create("network." + t.Key, t.Value))
            .Concat(Auxiliary.Select(t => KeyValuePair.Create("auxiliary." + t.Key, t.Value)));
        var consumed = ConsumedLabels.Select(c => new Consumed(c.Key.View, c.Key.Chunk, c.Value)).OrderBy(c => (c.View, c.Chunk)).ToList();
        var progress = new Progress(Step, Tally, Curve, consumed);
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "distill-checkpoint",
            ["version"] = CurrentVersion,
            ["progress"] = JsonSerializer.Serialize(progress, s_json),
        };
        using var bytes = new MemoryStream();
        Safetensors.Write(bytes, new Weights(tensors), metadata);
        return bytes.ToArray();
    }

    /// <summary>Reads a checkpoint back.</summary>
    /// <exception cref="SafetensorsException">The bytes are not a checkpoint of this version; the message names <paramref name="source"/>.</exception>
    public static Checkpoint Decode(byte[] bytes, string source)
    {
        var (tensors, metadata) = Safetensors.Read(new MemoryStream(bytes), source);
        if (metadata.GetValueOrDefault("format") != "distill-checkpoint" || metadata.GetValueOrDefault("version") != CurrentVersion)
        {
            throw new SafetensorsException(
                $"{source} is not a checkpoint of version {CurrentVersion}; it was written by another version of distill or is another file. Finish the job with that version, or delete the job and run it again.");
        }
        var progress = JsonSerializer.Deserialize<Progress>(metadata["progress"], s_json)!;
        return new Checkpoint
        {
            Step = progress.Step,
            Network = Part("network."),
            Auxiliary = Part("auxiliary."),
            Tally = progress.Tally,
            Curve = progress.Curve,
            ConsumedLabels = progress.Consumed.ToDictionary(c => (c.View, c.Chunk), c => c.Sha256),
        };

        Weights Part(string prefix) => new(tensors
            .Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(t => KeyValuePair.Create(t.Key[prefix.Length..], t.Value)));
    }

    private sealed record Progress(long Step, EpochTally Tally, IReadOnlyList<CurvePoint> Curve, IReadOnlyList<Consumed> Consumed);

    private sealed record Consumed(int View, int Chunk, string Sha256);
}
