using Distill.Networks;

namespace Distill.Jobs;

/// <summary>What the teacher writes down about each sample. Everything here but the number of views is in the fingerprint.</summary>
public sealed record LabelsSpec
{
    /// <summary>Logits that are kept per sample of more than 256 classes, unless <see cref="TopK"/> says otherwise.</summary>
    public const int UsualTopK = 64;

    /// <summary>
    /// Augmented versions of the whole dataset that the teacher labels; epoch e learns from view e mod views. Default: 1.
    /// As many views as epochs is the full treatment, fewer trade teacher time for quality.
    /// </summary>
    public int Views { get; init; } = 1;

    /// <summary>Seed of the views and of their order in the first pass. Default: 1. Jobs that share labels share it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Samples per teacher task. Default: 512.</summary>
    public int Chunk { get; init; } = 512;

    /// <summary>Samples per forward pass of the teacher, fixed because it decides the last bits of a label. Default: 64.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>
    /// Arithmetic of the teacher's forward pass: <c>float32</c> (default) or <c>bfloat16</c>, for processors where that is the faster one. The
    /// report says what it costs the labels.
    /// </summary>
    public string Precision { get; init; } = PrecisionNames.Float32;

    /// <summary>Tasks that this machine works on at a time, one thread each. Default: 0, as many as there are cores.</summary>
    public int Slots { get; init; }

    /// <summary>
    /// Layers of the teacher whose activation order is recorded. Default: what the loss asks for, and the last layer with
    /// a prefix of 32 where it asks for none; nothing of a teacher that has no layers to look at.
    /// </summary>
    public IReadOnlyList<TapSpec> Taps { get; init; } = [new(null, TapSpec.DefaultPrefix)];

    /// <summary>
    /// <c>float16</c> also keeps the pooled activations of the teacher's last layer, two bytes per channel, which some losses learn from;
    /// <see langword="null"/> keeps them where a loss does.
    /// </summary>
    public string? Pooled { get; init; }

    /// <summary>
    /// Keeps only so many largest logits per sample; <see langword="null"/> keeps all up to 256 classes and 64 above.
    /// </summary>
    public int? TopK { get; init; }
}
