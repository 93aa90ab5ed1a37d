using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of one item of <c>loss</c>.</summary>
internal static class LossSection
{
    private static readonly Dictionary<string, string> s_namesElsewhere = new()
    {
        ["cross_entropy"] = LossSpec.HardLabels,
        ["ce"] = LossSpec.HardLabels,
        ["kl"] = LossSpec.SoftLabels,
        ["kd"] = LossSpec.SoftLabels,
        ["hinton"] = LossSpec.SoftLabels,
        ["order"] = LossSpec.ActivationOrder,
    };

    private static readonly SectionForm<TapPairSpec> s_pair = new(
        _ => new(),
        [
            new Key<TapPairSpec, string>("teacher", Form.Text, p => p.Teacher ?? LabelsSection.Last, (p, node) => p with { Teacher = LabelsSection.NodeOf(node) })
            {
                About = "node of the teacher; last is the input of its final pooling",
                KnownElsewhereAs = ["node", "layer"],
            },
            new Key<TapPairSpec, string>("student", Form.Text, p => p.Student ?? LabelsSection.Last, (p, node) => p with { Student = LabelsSection.NodeOf(node) })
            {
                About = "node of the student; last is the input of its final pooling",
            },
            new Key<TapPairSpec, int>("prefix", Form.Whole(1, 65_535), p => p.Prefix, (p, prefix) => p with { Prefix = prefix })
            {
                About = "how many channels of the order are learned, the most active first",
                KnownElsewhereAs = ["m", "length", "top"],
            },
            new Key<TapPairSpec, double>("weight", Form.NumberBetween(0), p => p.Weight, (p, weight) => p with { Weight = weight })
            {
                About = "share of this pair in the term",
            },
        ])
    {
        Shorthand = "teacher",
    };

    public static readonly SectionForm<LossSpec> Settings = new(
        kind => new() { Kind = kind ?? "", Taps = kind == LossSpec.ActivationOrder ? [new()] : [] },
        [
            new Key<LossSpec, string>("kind", new ChoiceForm([LossSpec.HardLabels, LossSpec.SoftLabels, LossSpec.ActivationOrder]) { KnownElsewhere = s_namesElsewhere }, l => l.Kind, (l, kind) => l with { Kind = kind })
            {
                About = "hard_labels, soft_labels or activation_order",
                Required = true,
                KnownElsewhereAs = ["name", "type"],
            },
            new Key<LossSpec, double>("weight", Form.Number(0), l => l.Weight, (l, weight) => l with { Weight = weight })
            {
                About = "factor of the term in the sum",
                KnownElsewhereAs = ["lambda", "alpha", "factor"],
            },
            new Key<LossSpec, double>("temperature", Form.NumberBetween(0, 1000), l => l.Temperature, (l, temperature) => l with { Temperature = temperature })
            {
                About = "how far both distributions are softened; 1 leaves them as they are",
                OnlyFor = LossSpec.SoftLabels,
                Applies = l => l.Kind == LossSpec.SoftLabels,
                KnownElsewhereAs = ["t", "tau", "T"],
            },
            new Key<LossSpec, IReadOnlyList<TapPairSpec>>("taps", Form.List(s_pair, "[{ teacher: last, prefix: 32 }]", least: 1, distinct: true), l => l.Taps, (l, taps) => l with { Taps = taps })
            {
                About = "layers whose order is learned; the last of both networks unless stated",
                OnlyFor = LossSpec.ActivationOrder,
                Applies = l => l.Kind == LossSpec.ActivationOrder,
                KnownElsewhereAs = ["tap", "layers", "prefix"],
            },
            new Key<LossSpec, double>("warmup_epochs", Form.Number(0), l => l.WarmupEpochs, (l, epochs) => l with { WarmupEpochs = epochs })
            {
                About = "epochs over which the weight rises from 0",
                KnownElsewhereAs = ["warmup"],
            },
        ])
    {
        Shorthand = "kind",
    };
}
