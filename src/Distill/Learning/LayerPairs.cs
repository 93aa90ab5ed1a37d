using Distill.Jobs;
using Distill.Labels;
using Distill.Losses;
using Distill.Networks;

namespace Distill.Learning;

/// <summary>Which layers of a teacher and a student the terms of a loss pair, for any two graphs.</summary>
public static class LayerPairs
{
    /// <summary>What a job's labels record of the teacher's layers: one column per layer, as long as the longest prefix that anybody asks for.</summary>
    /// <exception cref="NetworkProblemException">The teacher has no such layer.</exception>
    public static IReadOnlyList<TapColumn> Columns(JobSpec job, Network teacher)
    {
        var losses = job.Losses.ToList();
        var last = job.Labels.Pooled is not null || losses.Exists(term => term.UsesPooled) ? teacher.LastTap : null;

        // Of a teacher without stages there is no last layer to record unless a loss asks for it.
        return [.. job.Labels.Taps.Where(tap => tap.Node is not null || teacher.Taps.Count > 0).Concat(losses.SelectMany(term => Recorded(term, teacher)))
            .GroupBy(tap => tap.Node ?? teacher.LastTap)
            .Select(same => Column(same.Key, same.Max(tap => tap.Prefix), same.Any(tap => tap.Mask)))];

        TapColumn Column(string node, int prefix, bool mask)
        {
            var channels = ChannelsOf(teacher, node);
            return new TapColumn(node, channels, Math.Min(prefix, channels), mask, Pooled: node == last);
        }
    }

    /// <summary>The layers that a term pairs; none for a term that needs no layers, the last of both for one on pooled activations.</summary>
    /// <exception cref="NetworkProblemException">A network has no such layer.</exception>
    public static IReadOnlyList<TapPair> Of(LossSpec loss, Network teacher, Network student) =>
        [.. PairsOf(loss, teacher).Select(pair => Pair(pair, loss.Layers is not null, teacher, student))];

    /// <summary>The channels of a layer.</summary>
    /// <exception cref="NetworkProblemException">The network has no such layer.</exception>
    public static int ChannelsOf(Network network, string node) =>
        network.Shapes.TryGetValue(node, out var shape)
            ? (int)Shapes.Channels(shape)
            : throw new NetworkProblemException($"{network.Name} has no node \"{node}\" to tap; its stage ends are {string.Join(", ", network.Taps)}.");

    private static IEnumerable<TapSpec> Recorded(LossSpec loss, Network teacher) =>
        PairsOf(loss, teacher).Select(pair => new TapSpec(pair.Teacher, pair.Prefix, loss.OnWeight > 0));

    private static IReadOnlyList<TapPairSpec> PairsOf(LossSpec loss, Network teacher) => loss switch
    {
        { UsesPooled: true } => [new()],
        not { Kind: LossSpec.ActivationOrder } => [],
        { Layers: { } layers } => StageEnds(teacher, layers),
        { Taps.Count: > 0 } => loss.Taps,
        _ => [new()],
    };

    // The last stage ends; with every step back half the channels and half the share. How deep what another engine gives lies, nobody knows.
    private static TapPairSpec[] StageEnds(Network teacher, int layers)
    {
        if (teacher.Taps.Count == 0 || teacher.Nodes[^1].Operator is Foreign)
        {
            throw new NetworkProblemException(
                $"activation_order has layers: {layers}, but {teacher.Name} has no stages that could be paired by their depth; name its layers in taps{(teacher.Taps.Count > 0 ? $" (it gives {string.Join(", ", teacher.Taps)})" : "")}, or take the term out.");
        }

        var taps = teacher.Taps.TakeLast(layers).ToList();
        return [.. taps.Select((tap, index) => new TapPairSpec
        {
            Teacher = tap,
            Prefix = Math.Max(1, TapSpec.DefaultPrefix >> (taps.Count - 1 - index)),
            Weight = Math.Pow(0.5, taps.Count - 1 - index),
        })];
    }

    private static TapPair Pair(TapPairSpec pair, bool byDepth, Network teacher, Network student)
    {
        var teacherNode = pair.Teacher ?? teacher.LastTap;
        var studentNode = byDepth
            ? RelativeDepth.Nearest(student, RelativeDepth.OfTaps(teacher)[teacher.Taps.Index().First(tap => tap.Item == teacherNode).Index])
            : pair.Student ?? student.LastTap;
        var channels = ChannelsOf(teacher, teacherNode);
        return new TapPair(teacherNode, channels, studentNode, ChannelsOf(student, studentNode), Math.Min(pair.Prefix, channels), pair.Weight);
    }
}
