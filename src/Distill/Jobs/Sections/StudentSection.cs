using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>student</c>.</summary>
internal static class StudentSection
{
    public static readonly SectionForm<StudentSpec> Settings = new(
        _ => new() { Network = "" },
        [
            new Key<StudentSpec, string>("network", Form.Text, s => s.Network, (s, network) => s with { Network = network })
            {
                About = "name of the network, such as resnet8",
                Required = true,
                KnownElsewhereAs = ["model", "arch", "architecture", "name", "kind"],
            },
            new Key<StudentSpec, double>("width", Form.NumberBetween(0, 64), s => s.Width, (s, width) => s with { Width = width })
            {
                About = "factor on the network's channel counts",
            },
        ])
    {
        Shorthand = "network",
    };
}
