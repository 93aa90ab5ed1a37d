using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>schedule</c>.</summary>
internal static class ScheduleSection
{
    private const string Step = "step";

    public static readonly SectionForm<ScheduleSpec> Settings = new(
        kind => new() { Kind = kind ?? "cosine" },
        [
            new Key<ScheduleSpec, string>("kind", Form.Choice("cosine", Step, "constant"), s => s.Kind, (s, kind) => s with { Kind = kind })
            {
                About = "how the learning rate moves over the run",
                KnownElsewhereAs = ["name", "type"],
            },
            new Key<ScheduleSpec, double>("warmup_epochs", Form.Number(0), s => s.WarmupEpochs, (s, epochs) => s with { WarmupEpochs = epochs })
            {
                About = "epochs over which the rate first rises from zero",
                KnownElsewhereAs = ["warmup", "warm_up"],
            },
            new Key<ScheduleSpec, IReadOnlyList<int>>("milestones", Form.List(Form.Whole(1), "[30, 60, 90]", least: 1), s => s.Milestones, (s, epochs) => s with { Milestones = epochs })
            {
                About = "epochs after which the rate is multiplied by the factor",
                OnlyFor = Step,
                Applies = s => s.Kind == Step,
            },
            new Key<ScheduleSpec, double>("factor", Form.NumberBetween(0, 1), s => s.Factor, (s, factor) => s with { Factor = factor })
            {
                About = "what the rate is multiplied with at each milestone",
                OnlyFor = Step,
                Applies = s => s.Kind == Step,
                KnownElsewhereAs = ["gamma"],
            },
        ])
    {
        Shorthand = "kind",
        Check = reading =>
        {
            var (schedule, path) = (reading.Value, reading.Path);
            if (schedule.Kind == Step && !reading.States("milestones"))
            {
                reading.Problem("kind", $"{path} is step, which needs \"milestones\": the epochs after which the rate falls, such as [30, 60, 90].");
            }
            else if (schedule.Milestones.Zip(schedule.Milestones.Skip(1)).Any(pair => pair.First >= pair.Second))
            {
                reading.Problem("milestones", $"{path}.milestones must rise from each to the next.");
            }
        },
    };
}
