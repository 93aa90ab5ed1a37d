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
/// <param name="only">
/// The samples to learn from where the others are of no use; an epoch has as many steps as with all of them, and takes them again and again.
/// </param>
public sealed class TrainingOrder(int samples, int batchSize, int views, ulong viewSeed, ulong seed, int[]? only = null)
{
    // Streams keep draws for different purposes apart.
    private const ulong ReshuffleStream = 0x5265_7368_7566_0000;
    private const ulong RepeatStream = 0x5265_7065_6174_0000;

    /// <summary>Optimizer steps in one epoch.</summary>
    public int StepsPerEpoch { get; } = StepsIn(samples, batchSize);

    /// <summary>Optimizer steps in one epoch over so many samples; a last batch of one sample, which has no deviation, is left out.</summary>
    public static int StepsIn(int samples, int batchSize) => samples / batchSize + (samples % batchSize > 1 ? 1 : 0);

    /// <summary>The batches of one epoch from a given batch on.</summary>
    public IEnumerable<TrainingBatch> Epoch(int epoch, int firstBatch = 0)
    {
        var view = epoch % views;
        if (only is not null)
        {
            return Repeated(only, epoch, view).Skip(firstBatch);
        }

        return All(epoch, view, firstBatch);
    }

    // Positions would lead to a teacher's labels, of which there are none for these samples.
    private IEnumerable<TrainingBatch> Repeated(int[] some, int epoch, int view)
    {
        var rounds = (samples + some.Length - 1) / some.Length;
        var order = Enumerable.Range(0, rounds)
            .SelectMany(round => Permutations.Shuffle(seed, RepeatStream + ((ulong)epoch << 32) + (ulong)round, some.Length))
            .Select(place => some[place]);
        return order.Take(samples).Chunk(batchSize).Take(StepsPerEpoch).Select((batch, index) => new TrainingBatch(epoch, index, view, [], batch));
    }

    private IEnumerable<TrainingBatch> All(int epoch, int view, int firstBatch)
    {
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
