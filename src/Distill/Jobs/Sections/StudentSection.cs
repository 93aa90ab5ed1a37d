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
        ])
    {
        Shorthand = "network",
    };
}
