using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Losses;
using Distill.Networks;

namespace Distill.Pipeline.Jobs;

/// <summary>Derives a job's label set and the layers that its losses pair.</summary>
internal static class LabelSets
{
    /// <summary>The label set that a job's teacher fills.</summary>
    /// <param name="context">The job.</param>
    /// <param name="teacher">Its teacher.</param>
    /// <param name="numerics">Numerics class of a teaching slot.</param>
    public static LabelSet Of(OpenJob context, TeacherModel teacher, string numerics)
    {
        var spec = context.Spec;
        var classes = spec.Teacher?.Head == TeacherSpec.NoHead ? 0 : teacher.Network.Classes;
        var topK = spec.Labels.TopK ?? (classes > LabelSet.MostClassesInFull ? 64 : null);
        return new LabelSet
        {
            TeacherNetwork = teacher.Network.Digest,
            TeacherWeights = teacher.Weights.Digest,
            Dataset = context.Dataset.Train.Digest,
            Preprocessing = new ViewRenderer(context.Dataset.Train, context.Normalization, Augmentation.None, seed: 0).Canonical,
            Augmentation = context.Augmentation.Canonical,
            Seed = (ulong)spec.Labels.Seed,
            Samples = context.Dataset.Train.Count,
            Classes = classes,
            TopK = topK,
            Temperatures = topK is null ? [] : [.. spec.Losses.Where(l => l.Kind == LossSpec.SoftLabels).Select(l => l.Temperature).Distinct().Order()],
            ChunkSize = spec.Labels.Chunk,
            BatchSize = spec.Labels.Batch,
            Precision = "float32",
            Taps = LayerPairs.Columns(spec, teacher.Network),
            NumericsClass = spec.Numerics == "any" ? "any" : numerics,
        };
    }

    /// <summary>The layers that each term of a loss pairs, in the order of the loss.</summary>
    public static IReadOnlyList<IReadOnlyList<TapPair>> Pairs(IReadOnlyList<LossSpec> loss, Network teacher, Network student) =>
        [.. loss.Select(term => LayerPairs.Of(term, teacher, student))];
}
