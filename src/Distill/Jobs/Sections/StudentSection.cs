using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>student</c>, and of one item of <c>students</c>.</summary>
internal static class StudentSection
{
    private const string AboutNetwork = "name of the network, such as resnet8, unless its weights bring it along";

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

    private static readonly Key<StudentSpec, string> s_weights = new("weights", Form.Text, s => s.Weights, (s, weights) => s with { Weights = weights })
    {
        About = "an ONNX file to learn on from, with its network, or a safetensors file for the network; null begins from random weights",
        Clear = s => s with { Weights = null },
        IsWritten = s => s.Weights is not null,
        KnownElsewhereAs = ["checkpoint", "ckpt", "path", "file", "pretrained"],
    };

    public static readonly SectionForm<StudentSpec> Settings = new(
        _ => new(),
        [
            new Key<StudentSpec, string>("network", Form.Text, s => s.Network, (s, network) => s with { Network = network })
            {
                About = AboutNetwork,
                Clear = s => s with { Network = null },
                IsWritten = s => s.Network is not null,
                KnownElsewhereAs = [.. s_networkElsewhere, "name"],
            },
            s_width,
            s_weights,
            s_head,
        ])
    {
        Shorthand = "network",
        Check = CheckOrigin,
    };

    /// <summary>One of several: it has a name.</summary>
    public static readonly SectionForm<StudentSpec> Item = new(
        _ => new() { Name = "" },
        [
            new Key<StudentSpec, string>("name", Form.TextThat("a name such as small", JobNames.Problem), s => s.Name, (s, name) => s with { Name = name })
            {
                About = "name of the student: lower-case letters, digits and hyphens; that of the network unless stated",
            },
            new Key<StudentSpec, string>("network", Form.Text, s => s.Network, (s, network) => Named(s with { Network = network }))
            {
                About = AboutNetwork,
                Clear = s => s with { Network = null },
                IsWritten = s => s.Network is not null,
                KnownElsewhereAs = s_networkElsewhere,
            },
            s_width,
            s_weights with { Set = (s, weights) => Named(s with { Weights = weights }) },
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
        Check = CheckOrigin,
    };

    private static StudentSpec Named(StudentSpec student) => student.Name.Length > 0 ? student : student with { Name = JobNames.Near(student.Title) };

    private static void CheckOrigin(SectionReading<StudentSpec> reading)
    {
        if (!reading.States("network") && !reading.States("weights"))
        {
            reading.Problem("network", $"{reading.Path} needs \"network\": {AboutNetwork}.");
        }
    }
}
