using Distill.Data;

namespace Distill.Learning;

/// <summary>
/// Which samples each step sees, as a pure function. Epoch e uses view e mod K. The first pass over a view follows the view's own
/// permutation, so that a student can begin with the first chunk while later ones are still being taught; later passes are shuffled
/// over the whole view by the student's seed.
/// </summary>
/// <param name="samples">Samples in the training split.</param>
/// <param name="batchSize">Samples per step; the last batch of an epoch may be smaller, a single left-over sample is skipped because batch statistics need two.</param>
/// <param name="views">K, the number of views.</param>
/// <param name="viewSeed">Seed of the views' permutations; belongs to the label set.</param>
/// <param name="seed">Seed of the reshuffles; belongs to the student.</param>
public sealed class TrainingOrder(int samples, int batchSize, int views, ulong viewSeed, ulong seed)
{
    // Streams keep draws for different purposes apart.
    private const ulong ReshuffleStream = 0x5265_7368_7566_0000;

    /// <summary>Optimizer steps in one epoch.</summary>
    public int StepsPerEpoch { get; } = samples / batchSize + (samples % batchSize > 1 ? 1 : 0);

    /// <summary>The batches of one epoch from a given batch on.</summary>
    public IEnumerable<TrainingBatch> Epoch(int epoch, int firstBatch = 0)
    {
        var view = epoch % views;
        var permutation = Permutations.OfView(viewSeed, view, samples);
        var order = epoch < views ? null : Permutations.Shuffle(seed, ReshuffleStream + (ulong)epoch, samples);
        for (var batch = firstBatch; batch < StepsPerEpoch; batch++)
        {
            var start = batch * batchSize;
            var positions = new int[Math.Min(batchSize, samples - start)];
            for (var i = 0; i < positions.Length; i++)
            {
                positions[i] = order is null ? start + i : order[start + i];
            }
            yield return new TrainingBatch(epoch, batch, view, positions, Array.ConvertAll(positions, p => permutation[p]));
        }
    }
}
