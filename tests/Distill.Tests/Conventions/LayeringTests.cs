using System.Xml.Linq;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Conventions;

public sealed class LayeringTests
{
    /// <summary>The line of projects: each one refers to the next one only, and to these packages.</summary>
    private static readonly (string Project, string[] Packages)[] s_line =
    [
        ("Distill.Cli", ["OpenTelemetry.Exporter.OpenTelemetryProtocol", "Spectre.Console", "System.CommandLine"]),
        ("Distill.Server", ["Microsoft.AspNetCore.OpenApi"]),
        ("Distill.Pipeline", ["Azure.Identity", "Azure.Storage.Blobs", "MassTransit", "MassTransit.RabbitMQ", "Polly.Core", "RabbitMQ.Client"]),
        ("Distill", ["Google.Protobuf", "Grpc.Tools", "YamlDotNet"]),
        ("Distill.Tensors", ["TorchSharp", "$(TorchSharpRuntime)"]),
    ];

    /// <summary>Not a part of ours: a package that not every feed holds, for the one package that asks for it.</summary>
    private const string StandIn = "System.IO.Hashing";

    public static TheoryData<string> Projects => [.. s_line.Select(entry => entry.Project)];

    [Fact]
    public void Every_project_under_src_stands_in_the_line() =>
        Assert.Equal(
            s_line.Select(entry => entry.Project).Append(StandIn).Order(StringComparer.Ordinal),
            Repository.Files("*.csproj", "src").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_the_next_one_only(string project)
    {
        var next = s_line.SkipWhile(entry => entry.Project != project).Skip(1).Take(1).Select(entry => entry.Project);

        var referred = Attributes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name != StandIn);

        Assert.Equal(next, referred);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_takes_only_its_own_packages(string project)
    {
        var allowed = s_line.Single(entry => entry.Project == project).Packages;

        Assert.Empty(Attributes(project, "PackageReference").Except(allowed));
    }

    [Theory]
    [InlineData("Distill")]
    [InlineData("Distill.Tensors")]
    public void The_idea_and_the_tensors_know_no_web_framework(string project) =>
        Assert.Empty(Attributes(project, "FrameworkReference"));

    private static IEnumerable<string> Attributes(string project, string element) =>
        XDocument.Load(Repository.PathOf("src", project, project + ".csproj"))
            .Descendants(element)
            .Select(reference => reference.Attribute("Include")!.Value);
}
