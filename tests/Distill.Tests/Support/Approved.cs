using Xunit;

namespace Distill.Tests.Support;

/// <summary>
/// Compares a text with the one that was approved in <c>tests/Distill.Tests/Approved/NAME.txt</c>. A difference leaves
/// <c>NAME.received.txt</c> beside it; <c>DISTILL_APPROVE=1</c> rewrites the approved texts instead, so that a review sees
/// the change as a diff.
/// </summary>
internal static class Approved
{
    /// <summary>Whether approved texts are rewritten instead of compared.</summary>
    public static bool Rewrites { get; } = Environment.GetEnvironmentVariable("DISTILL_APPROVE") == "1";

    /// <param name="text">The text that the code under test has made.</param>
    /// <param name="name">The name of the approved text; a slash puts it into a sub-folder.</param>
    public static void Verify(string text, string name)
    {
        var approvedPath = Repository.PathOf("tests", "Distill.Tests", "Approved", name + ".txt");
        var receivedPath = Path.ChangeExtension(approvedPath, ".received.txt");
        var received = Normalize(text);

        Directory.CreateDirectory(Path.GetDirectoryName(approvedPath)!);
        if (Rewrites)
        {
            File.WriteAllText(approvedPath, received);
        }

        var approved = File.Exists(approvedPath) ? Normalize(File.ReadAllText(approvedPath)) : "";
        if (received == approved)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail($"Approved/{name}.txt differs from what was received; {FirstDifference(approved, received)}. DISTILL_APPROVE=1 accepts it.");
    }

    private static string Normalize(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";

    private static string FirstDifference(string approved, string received)
    {
        var approvedLines = approved.Split('\n');
        var receivedLines = received.Split('\n');
        var line = approvedLines.Zip(receivedLines).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} is \"{receivedLines.ElementAtOrDefault(line)}\", approved was \"{approvedLines.ElementAtOrDefault(line)}\"";
    }
}
