using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
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
        var topK = spec.Labels.TopK ?? (teacher.Network.Classes > LabelSet.MostClassesInFull ? 64 : null);
        return new LabelSet
        {
            TeacherNetwork = teacher.Network.Digest,
            TeacherWeights = teacher.Weights.Digest,
            Dataset = context.Dataset.Train.Digest,
            Preprocessing = new ViewRenderer(context.Dataset.Train, context.Normalization, Augmentation.None, seed: 0).Canonical,
            Augmentation = context.Augmentation.Canonical,
            Seed = (ulong)spec.Labels.Seed,
            Samples = context.Dataset.Train.Count,
            Classes = teacher.Network.Classes,
            TopK = topK,
            Temperatures = topK is null ? [] : [.. spec.Loss.Where(l => l.Kind == LossSpec.SoftLabels).Select(l => l.Temperature).Distinct().Order()],
            ChunkSize = spec.Labels.Chunk,
            BatchSize = spec.Labels.Batch,
            Precision = "float32",
            Taps = Taps(spec, teacher.Network),
            NumericsClass = spec.Numerics == "any" ? "any" : numerics,
        };
    }

    /// <summary>The layers that each term of the loss pairs, in the order of the loss.</summary>
    public static IReadOnlyList<IReadOnlyList<TapPair>> Pairs(JobSpec spec, Network teacher, Network student) =>
        [.. spec.Loss.Select(loss => (IReadOnlyList<TapPair>)[.. PairsOf(loss).Select(pair => Pair(pair, teacher, student))])];

    private static TapPair Pair(TapPairSpec pair, Network teacher, Network student)
    {
        var (teacherNode, studentNode) = (pair.Teacher ?? teacher.Taps[^1], pair.Student ?? student.Taps[^1]);
        var channels = ChannelsOf(teacher, teacherNode);
        return new TapPair(
            teacherNode, channels, studentNode, ChannelsOf(student, studentNode), Math.Min(pair.Prefix, channels), pair.Weight);
    }

    // One column per layer, as long as the longest prefix that anybody asks for.
    private static TapColumn[] Taps(JobSpec spec, Network teacher)
    {
        var wanted = spec.Labels.Taps.Select(t => (t.Node, t.Prefix))
            .Concat(spec.Loss.SelectMany(PairsOf).Select(p => (Node: p.Teacher, p.Prefix)));
        return [.. wanted
            .Select(t => (Node: t.Node ?? teacher.Taps[^1], t.Prefix))
            .GroupBy(t => t.Node, t => t.Prefix)
            .Select(g => new TapColumn(g.Key, ChannelsOf(teacher, g.Key), Math.Min(g.Max(), ChannelsOf(teacher, g.Key))))];
    }

    private static IEnumerable<TapPairSpec> PairsOf(LossSpec loss) =>
        loss.Kind != LossSpec.ActivationOrder ? [] : loss.Taps.Count > 0 ? loss.Taps : [new TapPairSpec()];

    private static int ChannelsOf(Network network, string node) =>
        network.Shapes.TryGetValue(node, out var shape)
            ? (int)shape[0]
            : throw new NetworkProblemException($"{network.Name} has no node \"{node}\" to tap; its stage ends are {string.Join(", ", network.Taps)}.");
}
