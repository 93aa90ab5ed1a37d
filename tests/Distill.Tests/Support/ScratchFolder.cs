namespace Distill.Tests.Support;

/// <summary>A folder for the files of one test, removed with them when the test ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("distill-").FullName;

    /// <summary>Writes a file and the folders that lead to it.</summary>
    public string Write(string name, byte[] content)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }

    /// <summary>The text with this folder's path replaced by a fixed word, for comparing it with an approved one.</summary>
    public string WithoutPath(string text) => text.Replace(Path, "FOLDER", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
