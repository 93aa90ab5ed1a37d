using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>student</c>, and of one item of <c>students</c>.</summary>
internal static class StudentSection
{
    private static readonly string[] s_networkElsewhere = ["model", "arch", "architecture", "kind"];

    private static readonly Key<StudentSpec, double> s_width = new("width", Form.NumberBetween(0, 64), s => s.Width, (s, width) => s with { Width = width })
    {
        About = "factor on the network's channel counts",
    };

    private static readonly Key<StudentSpec, string> s_head = new("head", new ChoiceForm([StudentSpec.LearnedHead, StudentSpec.ProbeHead]), s => s.Head, (s, head) => s with { Head = head })
    {
        About = "learned with the rest, or probe: fitted to the frozen rest at the end, for a loss that says nothing about classes",
        IsWritten = s => s.Head != StudentSpec.LearnedHead,
        KnownElsewhereAs = ["classifier"],
    };

    public static readonly SectionForm<StudentSpec> Settings = new(
        _ => new() { Network = "" },
        [
            new Key<StudentSpec, string>("network", Form.Text, s => s.Network, (s, network) => s with { Network = network })
            {
                About = "name of the network, such as resnet8",
                Required = true,
                KnownElsewhereAs = [.. s_networkElsewhere, "name"],
            },
            s_width,
            s_head,
        ])
    {
        Shorthand = "network",
    };

    /// <summary>One of several: it has a name.</summary>
    public static readonly SectionForm<StudentSpec> Item = new(
        _ => new() { Name = "", Network = "" },
        [
            new Key<StudentSpec, string>("name", Form.TextThat("a name such as small", JobNames.Problem), s => s.Name, (s, name) => s with { Name = name })
            {
                About = "name of the student: lower-case letters, digits and hyphens; that of the network unless stated",
            },
            new Key<StudentSpec, string>("network", Form.Text, s => s.Network, (s, network) => s with { Network = network, Name = s.Name.Length > 0 ? s.Name : JobNames.Near(network) })
            {
                About = "name of the network, such as resnet8",
                Required = true,
                KnownElsewhereAs = s_networkElsewhere,
            },
            s_width,
            s_head,
            new Key<StudentSpec, IReadOnlyList<LossSpec>>("loss", LossSection.List, s => s.Loss, (s, loss) => s with { Loss = loss })
            {
                About = "terms of this student's loss; null takes the job's",
                Clear = s => s with { Loss = null },
                IsWritten = s => s.Loss is not null,
            },
            new Key<StudentSpec, TrainingSpec>("training", TrainingSection.Settings, s => s.Training, (s, training) => s with { Training = training })
            {
                About = "how this student trains; null takes the job's",
                Clear = s => s with { Training = null },
                IsWritten = s => s.Training is not null,
            },
        ])
    {
        Shorthand = "network",
    };
}
