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
        ["lskd"] = LossSpec.SoftLabels,
        ["similarity"] = LossSpec.Sp,
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
        kind => LossSpec.Of(kind ?? ""),
        [
            new Key<LossSpec, string>("kind", new ChoiceForm(LossSpec.Kinds) { KnownElsewhere = s_namesElsewhere }, l => l.Kind, (l, kind) => l with { Kind = kind })
            {
                About = "hard_labels, soft_labels, activation_order, or another method that docs/losses.md explains",
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
                OnlyFor = "soft_labels, dkd, dist, pld and crd",
                Applies = l => l.Kind is LossSpec.SoftLabels or LossSpec.Dkd or LossSpec.Dist or LossSpec.Pld or LossSpec.Crd,
                KnownElsewhereAs = ["t", "tau", "T"],
            },
            new Key<LossSpec, bool>("standardize", Form.Flag, l => l.Standardize, (l, standardize) => l with { Standardize = standardize })
            {
                About = "make logits z-scores of their sample first, so that only their relations count; with temperature 2 and weight 9 in the literature",
                OnlyFor = "soft_labels and dkd",
                Applies = l => l.Kind is LossSpec.SoftLabels or LossSpec.Dkd,
                IsWritten = l => l.Standardize,
                KnownElsewhereAs = ["standardise", "logit_stand"],
            },
            Factor("target", LossSpec.Dkd, "factor of the part about the true class", l => l.Target, (l, factor) => l with { Target = factor }),
            Factor("others", LossSpec.Dkd, "factor of the part about the other classes", l => l.Others, (l, factor) => l with { Others = factor }, "beta"),
            Factor("inter", LossSpec.Dist, "factor of the correlation over the classes of a sample", l => l.Inter, (l, factor) => l with { Inter = factor }, "beta"),
            Factor("intra", LossSpec.Dist, "factor of the correlation over the samples of a class", l => l.Intra, (l, factor) => l with { Intra = factor }, "gamma"),
            new Key<LossSpec, IReadOnlyList<double>>("temperatures", Form.List(Form.NumberBetween(0, 1000), "[2, 3, 4, 5, 6]", least: 1, distinct: true), l => l.Temperatures, (l, temperatures) => l with { Temperatures = temperatures })
            {
                About = "temperatures that are summed over",
                OnlyFor = LossSpec.Mlkd,
                Applies = l => l.Kind == LossSpec.Mlkd,
            },
            Factor("distance", LossSpec.Rkd, "factor of the distances", l => l.Distance, (l, factor) => l with { Distance = factor }),
            Factor("angle", LossSpec.Rkd, "factor of the angles", l => l.Angle, (l, factor) => l with { Angle = factor }),
            new Key<LossSpec, int>("dimensions", Form.Whole(1, 65_535), l => l.Dimensions, (l, dimensions) => l with { Dimensions = dimensions })
            {
                About = "length of the vectors that are compared",
                OnlyFor = LossSpec.Crd,
                Applies = l => l.Kind == LossSpec.Crd,
            },
            new Key<LossSpec, IReadOnlyList<TapPairSpec>>("taps", Form.List(s_pair, "[{ teacher: last, prefix: 32 }]", least: 1, distinct: true), l => l.Taps, (l, taps) => l with { Taps = taps })
            {
                About = "layers whose order is learned; the last of both networks unless stated",
                OnlyFor = LossSpec.ActivationOrder,
                Applies = l => l.Kind == LossSpec.ActivationOrder,
                IsWritten = l => l.Layers is null,
                KnownElsewhereAs = ["tap", "prefix"],
            },
            new Key<LossSpec, int>("layers", Form.Whole(1, 64), l => l.Layers, (l, layers) => l with { Layers = layers, Taps = [] })
            {
                About = "so many last stages of the teacher, each paired with the student's of nearest relative depth, instead of taps; null leaves it to them",
                Clear = l => l with { Layers = null },
                OnlyFor = LossSpec.ActivationOrder,
                Applies = l => l.Kind == LossSpec.ActivationOrder,
                IsWritten = l => l.Layers is not null,
                KnownElsewhereAs = ["stages"],
            },
            new Key<LossSpec, double>("on_weight", Form.Number(0), l => l.OnWeight, (l, weight) => l with { OnWeight = weight })
            {
                About = "weight of a margin on which channels are above rest at all; above 0 the labels hold a bit per channel",
                OnlyFor = LossSpec.ActivationOrder,
                Applies = l => l.Kind == LossSpec.ActivationOrder,
                IsWritten = l => l.OnWeight != 0,
            },
            new Key<LossSpec, string>("control", new ChoiceForm(OrderControls.All), l => l.Control, (l, control) => l with { Control = control })
            {
                About = "takes the information out of the orders, for experiments: shuffled (another sample's), constant (one for all) or set (without its order)",
                OnlyFor = LossSpec.ActivationOrder,
                Applies = l => l.Kind == LossSpec.ActivationOrder,
                IsWritten = l => l.Control != OrderControls.None,
            },
            new Key<LossSpec, double>("warmup_epochs", Form.Number(0), l => l.WarmupEpochs, (l, epochs) => l with { WarmupEpochs = epochs })
            {
                About = "epochs over which the weight rises from 0",
                KnownElsewhereAs = ["warmup"],
            },
        ])
    {
        Shorthand = "kind",
        Check = reading =>
        {
            if (reading.States("layers") && reading.States("taps"))
            {
                reading.Problem("layers", $"{reading.Path} has layers and taps; keep layers to have them paired by depth, or taps to pair them yourself.");
            }
        },
    };

    /// <summary>The terms of one loss.</summary>
    public static readonly Form<IReadOnlyList<LossSpec>> List = Form.List(Settings, "[hard_labels, { kind: soft_labels, temperature: 4 }]", least: 1);

    private static Key<LossSpec, double> Factor(
        string name, string kind, string about, Func<LossSpec, object?> get, Func<LossSpec, double, LossSpec> set, params string[] elsewhere) =>
        new(name, Form.Number(0), get, set) { About = about, OnlyFor = kind, Applies = l => l.Kind == kind, KnownElsewhereAs = elsewhere };
}
