using Distill.Data;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Reports;
using Distill.Teaching;

namespace Distill.Pipeline.Workers;

/// <summary>
/// What is settled once per label set before any chunk is taught, each stored by create-if-absent beside the labels: the calibration,
/// and the teacher's answers on the test split, by which it passes the gate and students are compared with it later.
/// </summary>
internal sealed class TeacherOffice(JobStore jobs, LabelDesk labels, TeacherSlots slots)
{
    /// <summary>The calibration of a label set; measured where nobody has yet.</summary>
    public async Task<CalibrationStatistics> CalibrationAsync(OpenJob context, TeacherModel model, LabelSet set, JobPriority priority, CancellationToken ct)
    {
        if (await labels.Calibrations.FindAsync(set, ct) is { } stored)
        {
            return stored;
        }
        var samples = Enumerable.Range(0, set.Taps.Count == 0 ? 0 : Calibration.SamplesOf(set)).ToArray();
        var (_, pooled_ND) = await AnswersAsync(set, model, context.Views, samples, priority, ct);
        return await labels.Calibrations.AdoptAsync(set, Calibration.Of(set, pooled_ND), ct);
    }

    /// <summary>The teacher on the test split, measured where nobody has yet.</summary>
    public async Task<(TeacherReference Reference, GateRecord Gate)> ReferenceAsync(
        OpenJob context, TeacherModel model, LabelSet set, CalibrationStatistics calibration, JobPriority priority, CancellationToken ct)
    {
        var test = context.Dataset.Test;
        var testSet = set with { Dataset = test.Digest, Samples = test.Count, ChunkSize = test.Count };
        var (labelsPath, gatePath) = ($"labels/{set.Fingerprint}/reference.labels", $"labels/{set.Fingerprint}/gate.json");
        if (await jobs.ReadAsync<GateRecord>(gatePath, ct) is not { } gate)
        {
            var views = new ViewRenderer(test, context.Normalization, Augmentation.None, seed: 0);
            var (logits_NK, pooled_ND) = await AnswersAsync(testSet, model, views, [.. Enumerable.Range(0, test.Count)], priority, ct);
            var chunk = TaughtChunk.Create(testSet, view: 0, index: 0, logits_NK, pooled_ND, calibration);
            await jobs.Store.CreateAsync(labelsPath, LabelChunkCodec.Encode(testSet, chunk), ct);
            var evaluation = set.Classes > 0
                ? EvaluationMath.Evaluate(logits_NK, [.. test.Labels], context.Dataset.Classes.Count)
                : await ProbeAsync(context, model, set, pooled_ND, priority, ct);
            var fidelity = set.Classes > 0 ? LabelFidelity.Divergence(testSet, logits_NK, chunk, testSet.Temperatures.FirstOrDefault(1)) : 0;
            var loss = set.Precision == PrecisionNames.Float32 ? null : await LossAsync(testSet, model, views, logits_NK, chunk, calibration, priority, ct);
            gate = (await jobs.FirstAsync(gatePath, new GateRecord(evaluation, fidelity) { PrecisionLoss = loss }, ct), "");
        }
        var bytes = await jobs.Store.ReadAsync(labelsPath, ct)
            ?? throw new LabelException($"{jobs.Store.Describe(labelsPath)} is missing; delete {jobs.Store.Describe(gatePath)} and run the job again.");
        var decoded = LabelChunkCodec.Decode(testSet, bytes.Content, jobs.Store.Describe(labelsPath));
        return (TeacherReference.Of(testSet, decoded), gate.Value);
    }

    // What the set's arithmetic costs its labels: the same images once more in float32, against the same resting levels.
    private async Task<PrecisionLoss> LossAsync(
        LabelSet testSet, TeacherModel model, ViewRenderer views, float[] coarse_NK, LabelChunk coarse, CalibrationStatistics calibration, JobPriority priority, CancellationToken ct)
    {
        var exactSet = testSet with { Precision = PrecisionNames.Float32 };
        var (exact_NK, pooled_ND) = await AnswersAsync(exactSet, model, views, [.. Enumerable.Range(0, testSet.Samples)], priority, ct);
        return PrecisionLoss.Measure(testSet, exact_NK, TaughtChunk.Create(exactSet, view: 0, index: 0, exact_NK, pooled_ND, calibration), coarse_NK, coarse);
    }

    // What the last recorded activations of a teacher without a classifier are worth, by those of the first images that have a label.
    private async Task<Evaluation> ProbeAsync(
        OpenJob context, TeacherModel model, LabelSet set, float[][] test_ND, JobPriority priority, CancellationToken ct)
    {
        var labels = context.Dataset.Train.Labels;
        int[] samples = [.. Enumerable.Range(0, set.Samples).Where(sample => labels[sample] != ImageSet.Unlabelled).Take(Calibration.SamplesOf(set))];
        if (samples.Length == 0)
        {
            throw new DataProblemException($"None of the training images of {context.Dataset.Name} has a label, by which a teacher without a classifier could be measured; give some of them a class.");
        }

        var (_, train_ND) = await AnswersAsync(set, model, context.Views, samples, priority, ct);
        var last = DeepestOf(set, model.Network);
        return await slots.RunAsync(
            set, model, context.Views, priority,
            _ => TeacherProbe.Evaluate(train_ND[last], [.. samples.Select(sample => labels[sample])], test_ND[last], context.Dataset.Test.Labels, context.Dataset.Classes.Count), ct);
    }

    // Columns are in the order in which somebody asked for them.
    private static int DeepestOf(LabelSet set, Network network)
    {
        string[] nodes = [.. network.Nodes.Select(node => node.Name)];
        return Enumerable.Range(0, set.Taps.Count).MaxBy(tap => Array.IndexOf(nodes, set.Taps[tap].Node));
    }

    /// <summary>Whether this machine still gives the first of the stored answers on the test split, bit for bit.</summary>
    public async Task<bool> StillAgreesAsync(
        OpenJob context, TeacherModel model, LabelSet set, CalibrationStatistics calibration, JobPriority priority, CancellationToken ct)
    {
        var test = context.Dataset.Test;
        var testSet = set with { Dataset = test.Digest, Samples = test.Count, ChunkSize = test.Count };
        var path = $"labels/{set.Fingerprint}/reference.labels";
        if (await jobs.Store.ReadAsync(path, ct) is not { } stored)
        {
            return true;
        }
        // A batch like the first one of that time: other neighbours may give other last bits.
        var count = Math.Min(set.BatchSize, test.Count);
        var views = new ViewRenderer(test, context.Normalization, Augmentation.None, seed: 0);
        var (logits_NK, pooled_ND) = await AnswersAsync(testSet, model, views, [.. Enumerable.Range(0, count)], priority, ct);
        var now = TaughtChunk.Create(testSet with { Samples = count, ChunkSize = count }, view: 0, index: 0, logits_NK, pooled_ND, calibration);
        return LabelChunkCodec.Decode(testSet, stored.Content, jobs.Store.Describe(path)).BeginsWith(now);
    }

    // Whoever waits for this waits for the last slot, so it goes out batch by batch, to all slots at once; put together in order, the division does not show.
    private async Task<(float[] Logits_NK, float[][] Pooled_ND)> AnswersAsync(
        LabelSet set, TeacherModel model, ViewRenderer views, int[] samples, JobPriority priority, CancellationToken ct)
    {
        var parts = await Task.WhenAll(samples.Chunk(set.BatchSize).Select(part =>
            slots.RunAsync(set, model, views, priority, teacher => teacher.Answers(ViewRenderer.Plain, part, ct), ct)));
        return (
            [.. parts.SelectMany(part => part.Logits_NK)],
            [.. set.Taps.Select((_, tap) => parts.SelectMany(part => part.Pooled_ND[tap]).ToArray())]);
    }
}
