using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>optimizer</c>.</summary>
internal static class OptimizerSection
{
    private const string Sgd = "sgd";

    private const string AdamW = "adamw";

    public static readonly SectionForm<OptimizerSpec> Settings = new(
        kind => kind == AdamW ? new() { Kind = AdamW, LearningRate = 1e-3, Momentum = 0, WeightDecay = 0.01 } : new(),
        [
            new Key<OptimizerSpec, string>("kind", new ChoiceForm([Sgd, AdamW]) { KnownElsewhere = new Dictionary<string, string> { ["adam"] = AdamW } }, o => o.Kind, (o, kind) => o with { Kind = kind })
            {
                About = "how gradients become steps",
                KnownElsewhereAs = ["name", "type"],
            },
            new Key<OptimizerSpec, double>("lr", Form.NumberBetween(0, 1000), o => o.LearningRate, (o, rate) => o with { LearningRate = rate })
            {
                About = "highest learning rate of the run; 0.1 unless stated, 0.001 for adamw",
                KnownElsewhereAs = ["learning_rate", "rate"],
            },
            new Key<OptimizerSpec, double>("momentum", Form.NumberBelow(0, 1), o => o.Momentum, (o, momentum) => o with { Momentum = momentum })
            {
                About = "share of the last step that goes into the next",
                OnlyFor = Sgd,
                Applies = o => o.Kind == Sgd,
            },
            new Key<OptimizerSpec, bool>("nesterov", Form.Flag, o => o.Nesterov, (o, nesterov) => o with { Nesterov = nesterov })
            {
                About = "look ahead along the momentum",
                OnlyFor = Sgd,
                Applies = o => o.Kind == Sgd,
            },
            new Key<OptimizerSpec, double>("weight_decay", Form.Number(0), o => o.WeightDecay, (o, decay) => o with { WeightDecay = decay })
            {
                About = "pull of the weights towards zero; 0.0005 unless stated, 0.01 for adamw",
                KnownElsewhereAs = ["wd", "l2"],
            },
            new Key<OptimizerSpec, double>("beta1", Form.NumberBelow(0, 1), o => o.Beta1, (o, beta) => o with { Beta1 = beta })
            {
                About = "decay of the mean of gradients",
                OnlyFor = AdamW,
                Applies = o => o.Kind == AdamW,
                KnownElsewhereAs = ["betas"],
            },
            new Key<OptimizerSpec, double>("beta2", Form.NumberBelow(0, 1), o => o.Beta2, (o, beta) => o with { Beta2 = beta })
            {
                About = "decay of the mean of squared gradients",
                OnlyFor = AdamW,
                Applies = o => o.Kind == AdamW,
            },
            new Key<OptimizerSpec, double>("epsilon", Form.NumberBetween(0, 1), o => o.Epsilon, (o, epsilon) => o with { Epsilon = epsilon })
            {
                About = "added to the denominator",
                OnlyFor = AdamW,
                Applies = o => o.Kind == AdamW,
                KnownElsewhereAs = ["eps"],
            },
        ])
    {
        Check = reading =>
        {
            if (reading.Value is { Kind: Sgd, Nesterov: true, Momentum: 0 })
            {
                reading.Problem("nesterov", $"{reading.Path}.nesterov looks ahead along the momentum, but momentum is 0; set momentum, or nesterov: false.");
            }
        },
    };
}
