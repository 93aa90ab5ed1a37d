using Xunit;

namespace Distill.Tests.Support;

/// <summary>
/// The public datasets and checkpoints that some tests measure against. They are too big for the repository and lie in
/// <c>../shared/data</c>, beside the working copy.
/// </summary>
internal static class SharedData
{
    /// <summary>The folder with the named data; the calling test is skipped, saying why, where the data is absent.</summary>
    /// <param name="name">A folder or file below shared/data, such as "cifar10" or "teachers".</param>
    public static string Require(string name)
    {
        var path = Path.GetFullPath(Repository.PathOf("..", "shared", "data", name));
        if (!Path.Exists(path))
        {
            Assert.Skip($"Needs the public data ../shared/data/{name} beside the working copy, which is not there.");
        }

        return path;
    }
}
