using Distill.Data;
using Distill.Labels;
using Distill.Losses;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>Looks up what a batch is to learn: the dataset's labels and, where there is a label set, the teacher's.</summary>
internal sealed class BatchTargets(
    IReadOnlyList<int> labels, LabelSource? source, IReadOnlyList<TapPair> pairs, OrderControl control, ViewRenderer views)
{
    /// <summary>The targets of a batch, in the caller's dispose scope. Waits until the teacher has labelled the last of its chunks.</summary>
    public LossTargets Of(TrainingBatch batch, CancellationToken cancel)
    {
        var labels_N = tensor(Array.ConvertAll(batch.Samples, sample => (long)labels[sample]));
        var hasUnlabelled = Array.Exists(batch.Samples, sample => labels[sample] < 0);
        var mixed = views.Mixes ? Mixed(batch) : null;
        if (source is null)
        {
            return new LossTargets(labels_N, null, null, new Dictionary<TapPair, OrderTargets>()) { HasUnlabelled = hasUnlabelled, Mixed = mixed };
        }
        var rows = Rows(source, batch, cancel);
        var truncated = source.Set.TopK is not null;
        return new LossTargets(
            labels_N,
            truncated || source.Set.Classes == 0 ? null : Logits(rows, source.Set.Classes),
            truncated ? Top(rows, source.Set) : null,
            pairs.ToDictionary(pair => pair, pair => Orders(rows, pair)))
        {
            HasUnlabelled = hasUnlabelled,
            Mixed = mixed,
            Pooled_NC = source.Set.Taps.Index().Where(tap => tap.Item.Pooled).ToDictionary(tap => tap.Item.Node, tap => Pooled(rows, tap.Index)),
        };
    }

    private MixedLabels Mixed(TrainingBatch batch)
    {
        var mixes = Array.ConvertAll(batch.Samples, sample => views.MixOf(batch.View, sample));
        return new MixedLabels(
            tensor([.. mixes.Zip(batch.Samples, (mix, sample) => (long)labels[mix?.Partner ?? sample])]),
            tensor(Array.ConvertAll(mixes, mix => (float)(mix?.Share ?? 1))));
    }

    private static LabelRow[] Rows(LabelSource source, TrainingBatch batch, CancellationToken cancel)
    {
        var rows = new LabelRow[batch.Positions.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var (index, row) = Math.DivRem(batch.Positions[i], source.Set.ChunkSize);
            // The trainer owns its thread, because torch's thread count is the thread's; so this wait blocks it on purpose.
            rows[i] = new LabelRow(source.GetAsync(batch.View, index, cancel).GetAwaiter().GetResult(), row);
        }
        return rows;
    }

    private static Tensor Logits(LabelRow[] rows, int classes)
    {
        var logits_NK = new float[rows.Length * classes];
        for (var i = 0; i < logits_NK.Length; i++)
        {
            var (n, k) = Math.DivRem(i, classes);
            logits_NK[i] = (float)rows[n].Chunk.Logits_NK[rows[n].Row * classes + k];
        }
        return tensor(logits_NK, [rows.Length, classes]);
    }

    private static TopTargets Top(LabelRow[] rows, LabelSet set)
    {
        var (n, t, k, q) = (rows.Length, set.TopK!.Value, set.Classes, set.Temperatures.Count);
        var classes_NT = new long[n * t];
        var logits_NT = new float[n * t];
        var listed_NK = new bool[n * k];
        var rest_QN = new float[q][];
        for (var i = 0; i < q; i++)
        {
            rest_QN[i] = Array.ConvertAll(rows, row => row.Chunk.Top!.Rest_NQ[row.Row * q + i]);
        }
        for (var i = 0; i < n * t; i++)
        {
            var (row, place) = Math.DivRem(i, t);
            var top = rows[row].Chunk.Top!;
            var source = rows[row].Row * t + place;
            classes_NT[i] = top.Classes_NT[source];
            logits_NT[i] = (float)top.Values_NT[source];
            listed_NK[row * k + top.Classes_NT[source]] = true;
        }
        return new TopTargets(
            tensor(classes_NT, [n, t]), tensor(logits_NT, [n, t]), tensor(listed_NK, [n, k]),
            Enumerable.Range(0, q).ToDictionary(i => set.Temperatures[i], i => tensor(rest_QN[i])));
    }

    private static Tensor Pooled(LabelRow[] rows, int tap)
    {
        var channels = rows[0].Chunk.Orders[tap].Tap.Channels;
        var pooled_NC = new float[rows.Length * channels];
        for (var i = 0; i < rows.Length; i++)
        {
            var row_C = rows[i].Chunk.Orders[tap].Pooled_NC.AsSpan(rows[i].Row * channels, channels);
            for (var c = 0; c < channels; c++)
            {
                pooled_NC[(i * channels) + c] = (float)row_C[c];
            }
        }
        return tensor(pooled_NC, [rows.Length, channels]);
    }

    private OrderTargets Orders(LabelRow[] rows, TapPair pair)
    {
        var column = rows[0].Chunk.Orders.Index().First(c => c.Item.Tap.Node == pair.TeacherNode).Index;
        var (n, m, c) = (rows.Length, pair.Prefix, pair.TeacherChannels);
        var indices_NM = new long[n * m];
        var valid_NM = new bool[n * m];
        var listed_NC = new bool[n * c];
        for (var i = 0; i < n; i++)
        {
            var order = control.Of(rows[i].Chunk.Orders[column], rows[i].Chunk, rows[i].Row);
            for (var k = 0; k < Math.Min(order.Length, m); k++)
            {
                indices_NM[i * m + k] = order[k];
                valid_NM[i * m + k] = true;
                listed_NC[i * c + order[k]] = true;
            }
        }
        return new OrderTargets(tensor(indices_NM, [n, m]), tensor(valid_NM, [n, m]), tensor(listed_NC, [n, c]), Masks(rows, column));
    }

    private Tensor? Masks(LabelRow[] rows, int column)
    {
        var tap = rows[0].Chunk.Orders[column].Tap;
        if (!tap.Mask)
        {
            return null;
        }
        var on_NC = new bool[rows.Length * tap.Channels];
        for (var i = 0; i < on_NC.Length; i++)
        {
            var (row, channel) = Math.DivRem(i, tap.Channels);
            on_NC[i] = rows[row].Chunk.Orders[column].IsOn(control.RowFor(rows[row].Row, rows[row].Chunk), channel);
        }
        return tensor(on_NC, [rows.Length, tap.Channels]);
    }

    private readonly record struct LabelRow(LabelChunk Chunk, int Row);
}
