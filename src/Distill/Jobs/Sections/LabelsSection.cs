using Distill.Jobs.Forms;
using Distill.Networks;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>labels</c>.</summary>
internal static class LabelsSection
{
    /// <summary>How a job file names the input of the final pooling, without knowing what the network calls it.</summary>
    public const string Last = "last";

    private static readonly SectionForm<TapSpec> s_tap = new(
        _ => new(null, TapSpec.DefaultPrefix),
        [
            new Key<TapSpec, string>("node", Form.Text, t => t.Node ?? Last, (t, node) => t with { Node = NodeOf(node) })
            {
                About = "node of the teacher; last is the input of its final pooling",
                KnownElsewhereAs = ["layer", "name", "teacher"],
            },
            new Key<TapSpec, int>("prefix", Form.Whole(1, 65_535), t => t.Prefix, (t, prefix) => t with { Prefix = prefix })
            {
                About = "how many channels of the order are kept, the most active first",
                KnownElsewhereAs = ["m", "length", "top"],
            },
            new Key<TapSpec, bool>("mask", Form.Flag, t => t.Mask, (t, mask) => t with { Mask = mask })
            {
                About = "also keep which channels are above their resting level at all, one bit each",
                IsWritten = t => t.Mask,
                KnownElsewhereAs = ["on"],
            },
        ])
    {
        Shorthand = "node",
    };

    public static readonly SectionForm<LabelsSpec> Settings = new(
        _ => new(),
        [
            new Key<LabelsSpec, int>("views", Form.Whole(1, 100_000), l => l.Views, (l, views) => l with { Views = views })
            {
                About = "augmented versions of the whole dataset that the teacher labels",
            },
            new Key<LabelsSpec, int>("seed", Form.Whole(0), l => l.Seed, (l, seed) => l with { Seed = seed })
            {
                About = "seed of the views; jobs that share labels share it",
            },
            new Key<LabelsSpec, int>("chunk", Form.Whole(1, 65_536), l => l.Chunk, (l, chunk) => l with { Chunk = chunk })
            {
                About = "samples per teacher task",
                KnownElsewhereAs = ["chunk_size", "shard"],
            },
            new Key<LabelsSpec, int>("batch", Form.Whole(1, 65_536), l => l.Batch, (l, batch) => l with { Batch = batch })
            {
                About = "samples per forward pass of the teacher",
                KnownElsewhereAs = ["batch_size"],
            },
            new Key<LabelsSpec, string>("precision", PrecisionForm.Of(PrecisionNames.Float32, PrecisionNames.BFloat16), l => l.Precision, (l, precision) => l with { Precision = precision })
            {
                About = "arithmetic of the teacher; bfloat16 is for processors where it is the faster one, and the report says what it costs the labels",
                IsWritten = l => l.Precision != PrecisionNames.Float32,
                KnownElsewhereAs = ["dtype"],
            },
            new Key<LabelsSpec, int>("slots", Form.Whole(0, 1024), l => l.Slots, (l, slots) => l with { Slots = slots })
            {
                About = "tasks that this machine works on at a time, one thread each; 0 takes all cores",
                KnownElsewhereAs = ["workers", "threads"],
            },
            new Key<LabelsSpec, IReadOnlyList<TapSpec>>("taps", Form.List(s_tap, "[last]", distinct: true), l => l.Taps, (l, taps) => l with { Taps = taps })
            {
                About = "layers whose activation order is recorded; what the loss asks for unless stated",
                KnownElsewhereAs = ["tap", "layers"],
            },
            new Key<LabelsSpec, string>("pooled", Form.Choice("float16"), l => l.Pooled, (l, pooled) => l with { Pooled = pooled })
            {
                About = "float16 also keeps the pooled activations of the teacher's last layer; null does so where a loss learns from them",
                Clear = l => l with { Pooled = null },
                IsWritten = l => l.Pooled is not null,
            },
            new Key<LabelsSpec, int>("top_k", Form.Whole(1, 65_536), l => l.TopK, (l, count) => l with { TopK = count })
            {
                About = "keep only so many largest logits per sample; null keeps all up to 256 classes and 64 above",
                Clear = l => l with { TopK = null },
                KnownElsewhereAs = ["keep", "topk"],
            },
        ])
    {
        Check = reading =>
        {
            var (labels, path) = (reading.Value, reading.Path);
            if (labels.Batch > labels.Chunk)
            {
                reading.Problem(reading.States("batch") ? "batch" : "chunk", $"{path}.batch is {labels.Batch}, more than the {labels.Chunk} samples of a chunk; make it {labels.Chunk} or less.");
            }

            if (labels.Taps.GroupBy(tap => tap.Node).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                reading.Problem("taps", $"{path}.taps names {twice.Key ?? Last} twice; keep the one with the longer prefix.");
            }
        },
    };

    /// <summary>What a record holds for a node's name in a job file.</summary>
    public static string? NodeOf(string name) => name == Last ? null : name;
}
