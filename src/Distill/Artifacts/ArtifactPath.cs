namespace Distill.Artifacts;

/// <summary>The rule for names in a store, the same for folders and cloud stores.</summary>
public static class ArtifactPath
{
    private const int LongestSegment = 200;

    /// <summary>
    /// Returns the path when it is a plain relative one: segments of letters, digits, <c>. _ - + =</c>, separated by
    /// single <c>/</c>, none beginning with a dot. That leaves out <c>..</c>, absolute paths, drive letters and every
    /// name that a file system or a URL would read in its own way; dot names belong to the stores themselves.
    /// </summary>
    /// <exception cref="ArgumentException">The path is anything else.</exception>
    public static string Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsAllowed(path)
            ? path
            : throw new ArgumentException(
                $"The artifact path '{path}' is not allowed: use names of letters, digits and . _ - + = that do not begin with a dot, separated by single slashes.",
                nameof(path));
    }

    /// <summary>Whether <see cref="Check"/> lets a path pass.</summary>
    public static bool IsAllowed(string path) =>
        path.Split('/').All(segment => segment.Length is > 0 and <= LongestSegment && segment[0] != '.' && segment.All(IsPlain));

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '=';
}
