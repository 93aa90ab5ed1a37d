using System.Xml.Linq;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Conventions;

public sealed class PackageTests
{
    private readonly XDocument _packages = XDocument.Load(Repository.PathOf("Directory.Packages.props"));

    [Fact]
    public void Central_versions_are_sorted()
    {
        var names = _packages.Descendants("PackageVersion").Select(entry => entry.Attribute("Include")!.Value).ToList();

        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
    }

    [Fact]
    public void A_version_that_is_held_back_gives_its_reason() =>
        Convention.Holds(
            "A version in a property of its own, or in brackets, is pinned on purpose: the comment above it says why.",
            from entry in _packages.Descendants()
            where entry.Name.LocalName.EndsWith("Version", StringComparison.Ordinal)
                && (entry.Name != "PackageVersion" || entry.Attribute("Version")!.Value.StartsWith('['))
            where entry.NodesBeforeSelf().Reverse().SkipWhile(node => node is XText).FirstOrDefault() is not XComment
            select entry.ToString());

    [Fact]
    public void No_project_brings_a_version_of_its_own() =>
        Convention.Holds(
            "Versions are given in Directory.Packages.props.",
            from path in Repository.Files("*.csproj", "src", "tests")
            from reference in XDocument.Load(Repository.PathOf(path)).Descendants("PackageReference")
            where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
            select $"{path}: {reference.Attribute("Include")!.Value}");
}
