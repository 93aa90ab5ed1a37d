using Distill.Data;
using Distill.Labels;
using Distill.Networks;

namespace Distill.Teaching;

/// <summary>
/// A network that labels: one slot of a teacher worker. A slot is one thread with one fixed batch size; more throughput comes from
/// more slots, so the division of the work never shows in the labels.
/// </summary>
public sealed class Teacher : IDisposable
{
    private readonly LabelSet _set;
    private readonly ViewRenderer _views;
    private readonly IForward _forward;

    /// <summary>Prepares a slot on the calling thread, which has to be the one that teaches.</summary>
    /// <param name="set">What is labelled, and how.</param>
    /// <param name="network">The teacher's graph.</param>
    /// <param name="weights">The teacher's weights.</param>
    /// <param name="views">Renders the training images of the label set.</param>
    public Teacher(LabelSet set, Network network, Weights weights, ViewRenderer views)
        : this(set, Forward(set, network, weights), views)
    {
    }

    /// <summary>Prepares a slot with another forward pass than libtorch's. It is disposed with the teacher.</summary>
    public Teacher(LabelSet set, IForward forward, ViewRenderer views) => (_set, _forward, _views) = (set, forward, views);

    /// <summary>libtorch's forward pass as a label set asks for it, on the calling thread alone.</summary>
    public static IForward Forward(LabelSet set, Network network, Weights weights) => new Inference(
        network, weights, [.. set.Taps.Select(tap => tap.Node)], set.BatchSize, threads: 1,
        PrecisionNames.Parse(set.Precision));

    /// <summary>Labels one chunk of a view.</summary>
    /// <param name="view">Augmented version of the dataset.</param>
    /// <param name="chunk">Consecutive piece of the view's permutation.</param>
    /// <param name="calibration">Resting levels of the tapped channels.</param>
    /// <param name="cancel">Ends the work between two batches.</param>
    /// <exception cref="LabelException">The teacher's answer is not a number, or does not fit the encoding.</exception>
    public LabelChunk Teach(int view, int chunk, CalibrationStatistics calibration, CancellationToken cancel)
    {
        var permutation = Permutations.OfView(_set.Seed, view, _set.Samples);
        var samples = permutation.AsSpan(chunk * _set.ChunkSize, _set.CountOf(chunk)).ToArray();
        var (logits_NK, pooled_ND) = Answers(view, samples, cancel);
        return TaughtChunk.Create(_set, view, chunk, logits_NK, pooled_ND, calibration);
    }

    /// <summary>Raw answers for any samples of a view: logits and pooled activations per tap, in the samples' order.</summary>
    public (float[] Logits_NK, float[][] Pooled_ND) Answers(int view, int[] samples, CancellationToken cancel)
    {
        var pixels = _views.Shape.Channels * _views.Shape.Height * _views.Shape.Width;
        var batch_NHWC = new float[_set.BatchSize * pixels];
        var logits_NK = new List<float>();
        var pooled_ND = _set.Taps.Select(_ => new List<float>()).ToArray();
        foreach (var batch in samples.Chunk(_set.BatchSize))
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < batch.Length; i++)
            {
                _views.Render(view, batch[i], batch_NHWC.AsSpan(i * pixels, pixels));
            }
            var (logits, pooled) = _forward.Run(batch_NHWC.AsSpan(0, batch.Length * pixels), batch.Length);
            logits_NK.AddRange(logits);
            for (var tap = 0; tap < pooled.Length; tap++)
            {
                pooled_ND[tap].AddRange(pooled[tap]);
            }
        }
        return ([.. logits_NK], [.. pooled_ND.Select(p => p.ToArray())]);
    }

    /// <inheritdoc/>
    public void Dispose() => _forward.Dispose();
}
