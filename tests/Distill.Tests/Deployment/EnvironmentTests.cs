using System.Text.RegularExpressions;
using Distill.Tests.Conventions;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Deployment;

/// <summary>The environment keys that the program reads, and those that chart, composition and image set.</summary>
public sealed partial class EnvironmentTests
{
    /// <summary>Not for operators: tests ask for faults by them.</summary>
    private static readonly string[] s_ofTests = ["DISTILL_CRASH_AT", "DISTILL_FAULT_AT"];

    /// <summary>Where a library lies that only some machines have; the image has none.</summary>
    private static readonly string[] s_ofMachines = ["DISTILL__OnnxRuntime"];

    /// <summary>Of people's own machines, which ask a server, and of whoever reads logs by a program.</summary>
    private static readonly string[] s_ofPeople = ["DISTILL__Server", "DISTILL__Token", "DISTILL__TokenFile", "DISTILL__Log"];

    private static readonly string[] s_setters =
    [
        "docker-compose.yml", "infra/Dockerfile",
        .. Repository.Files("*", "charts").Where(path => Path.GetExtension(path) is ".yaml" or ".tpl"),
    ];

    [Fact]
    public void What_is_set_is_read()
    {
        var read = Read();

        Convention.Holds(
            "A setting of chart, composition and image is one that the program reads.",
            from path in s_setters
            from key in KeysOf(path)
            where !read.Contains(key)
            select $"{path}: {key}");
    }

    [Fact]
    public void What_is_read_can_be_set_by_the_chart_or_is_known_not_to_be()
    {
        var set = s_setters.SelectMany(KeysOf).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Read().Except(set).Except(s_ofTests).Except(s_ofMachines).Except(s_ofPeople));
    }

    [Fact]
    public void The_readme_explains_every_key() =>
        Assert.All(Read().Except(s_ofTests), key => Assert.Contains($"`{key}`", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal));

    private static HashSet<string> Read() =>
    [
        .. from file in Convention.CSharp("src")
           from line in file.Lines
           from Match key in Quoted().Matches(line)
           select key.Groups["key"].Value,
    ];

    private static IEnumerable<string> KeysOf(string path) =>
        File.ReadLines(Repository.PathOf(path)).Where(line => !line.TrimStart().StartsWith('#')).SelectMany(line => Key().Matches(line)).Select(key => key.Value).Distinct();

    [GeneratedRegex("""
        "(?<key>DISTILL_[A-Za-z_]+)"
        """)]
    private static partial Regex Quoted();

    [GeneratedRegex("DISTILL__[A-Za-z]+")]
    private static partial Regex Key();
}
