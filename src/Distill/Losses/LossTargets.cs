using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>What one batch is to learn: the dataset's labels and, where there is a label set, the teacher's for the same views.</summary>
/// <param name="Labels_N">The dataset's class indices, int64.</param>
/// <param name="Logits_NK">The teacher's logits, float32; null where none or only the largest are recorded.</param>
/// <param name="Top">The teacher's largest logits; null where all or none are recorded.</param>
/// <param name="Orders">The teacher's activation orders, by pair of layers.</param>
public sealed record LossTargets(
    Tensor Labels_N, Tensor? Logits_NK, TopTargets? Top, IReadOnlyDictionary<TapPair, OrderTargets> Orders)
{
    /// <summary>Whether some of the samples have no label, and a negative one in its place.</summary>
    public bool HasUnlabelled { get; init; }

    /// <summary>What the samples are mixed with, where they are.</summary>
    public MixedLabels? Mixed { get; init; }

    /// <summary>
    /// The class of every sample, for terms that treat one class apart: the teacher's first where there is no label. Where it has no logits either, a
    /// negative one that no other sample has.
    /// </summary>
    public Tensor Classes_N => HasUnlabelled ? where(Labels_N.lt(0), Guess_N(), Labels_N) : Labels_N;

    /// <summary>The teacher's pooled activations by node of the teacher, float32; empty where the labels do not hold them.</summary>
    public IReadOnlyDictionary<string, Tensor> Pooled_NC { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>The teacher's pooled activations at a pair's layer.</summary>
    internal Tensor Pooled(TapPair pair) => Pooled_NC.TryGetValue(pair.TeacherNode, out var pooled_NC)
        ? pooled_NC
        : throw new InvalidOperationException($"The labels hold no pooled activations of \"{pair.TeacherNode}\".");

    /// <summary>True at the class of every sample and false at its other classes, in the shape of some logits.</summary>
    internal Tensor IsClass(Tensor logits_NK) => zeros_like(logits_NK).scatter(1, Classes_N.unsqueeze(1), ones_like(logits_NK)).gt(0);

    private Tensor Guess_N() => (Logits_NK, Top) switch
    {
        ({ } logits_NK, _) => logits_NK.argmax(1),
        (_, { } top) => top.Classes_NT.gather(1, top.Logits_NT.argmax(1, keepdim: true)).squeeze(1),
        _ => -1 - arange(Labels_N.shape[0], dtype: ScalarType.Int64),
    };

    /// <summary>All of the teacher's logits, for a term that cannot do with the largest alone.</summary>
    internal Tensor AllLogits(string term) => Logits_NK
        ?? throw new InvalidOperationException($"The loss term {term} needs a label set with all logits.");
}
