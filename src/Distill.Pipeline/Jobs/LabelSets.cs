using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Losses;
using Distill.Networks;

namespace Distill.Pipeline.Jobs;

/// <summary>Derives a job's label set.</summary>
internal static class LabelSets
{
    /// <summary>The label set that a job's teacher fills.</summary>
    /// <param name="context">The job.</param>
    /// <param name="teacher">Its teacher.</param>
    /// <param name="numerics">Numerics class of a teaching slot.</param>
    public static LabelSet Of(OpenJob context, TeacherModel teacher, string numerics)
    {
        var spec = context.Spec;
        var content = LabelContent.Of(spec, teacher.Network);
        return new LabelSet
        {
            TeacherNetwork = teacher.Network.Digest,
            TeacherWeights = teacher.WeightsDigest,
            Dataset = context.Dataset.Train.Digest,
            Preprocessing = new ViewRenderer(context.Dataset.Train, context.Normalization, Augmentation.None, seed: 0).Canonical,
            Augmentation = context.Augmentation.Canonical,
            Seed = (ulong)spec.Labels.Seed,
            Samples = context.Dataset.Train.Count,
            Classes = content.Classes,
            TopK = content.TopK,
            Temperatures = content.Temperatures,
            ChunkSize = spec.Labels.Chunk,
            BatchSize = spec.Labels.Batch,
            Precision = spec.Labels.Precision,
            Taps = content.Taps,
            NumericsClass = spec.Numerics == "any" ? "any" : numerics,
        };
    }
}
