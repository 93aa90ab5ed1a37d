using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Conventions;

/// <summary>What the convention tests share: reading the sources and naming every offender at once.</summary>
internal static class Convention
{
    /// <summary>Every C# file of the named top-level folders with its lines.</summary>
    public static IReadOnlyList<(string Path, string[] Lines)> CSharp(params string[] folders) =>
        [.. Repository.Files("*.cs", folders).Select(path => (path, File.ReadAllLines(Repository.PathOf(path))))];

    /// <summary>Places, as "file:line", of the C# lines that a rule forbids.</summary>
    public static IEnumerable<string> Lines(IEnumerable<(string Path, string[] Lines)> files, Func<string, bool> isForbidden) =>
        from file in files
        from line in file.Lines.Index()
        where isForbidden(line.Item)
        select $"{file.Path}:{line.Index + 1}  {line.Item.Trim()}";

    public static void Holds(string rule, IEnumerable<string> offenders)
    {
        var places = offenders.ToList();
        Assert.True(places.Count == 0, $"{rule}\n  {string.Join("\n  ", places)}");
    }
}
