using Xunit;

namespace Distill.Tests.Conventions;

public sealed class SizeTests(ITestOutputHelper output)
{
    /// <summary>Lines of C# under src. Raising it is a decision that a review should see; deleting is better than adding.</summary>
    private const int Budget = 48_500;

    [Fact]
    public void The_whole_stays_within_its_budget()
    {
        var sizes = Convention.CSharp("src")
            .GroupBy(file => file.Path.Split('/')[1], file => file.Lines.Length)
            .Select(project => (Name: project.Key, Files: project.Count(), Lines: project.Sum()))
            .ToList();
        foreach (var (name, files, lines) in sizes)
        {
            output.WriteLine($"{name,-18} {files,4} files {lines,6} lines");
        }

        Assert.InRange(sizes.Sum(project => project.Lines), 0, Budget);
    }
}
