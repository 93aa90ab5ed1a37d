using System.Security.Cryptography;
using System.Text;
using Distill.Artifacts;

namespace Distill.Cli.Stored;

/// <summary>Copies a student out of the store; what arrives is hashed, so a damaged file never takes its final name.</summary>
internal static class StudentCopy
{
    /// <returns>The paths of the copied files, the manifest last.</returns>
    /// <exception cref="CommandException">A file is missing or damaged.</exception>
    public static async Task<IReadOnlyList<string>> ToAsync(string folder, StoredStudent student, IArtifactStore store, CancellationToken ct)
    {
        var copied = new List<string>();
        foreach (var file in student.Manifest.Files)
        {
            var source = $"{student.Folder.Path}/{file.Path}";
            var content = await store.OpenReadAsync(source, ct)
                ?? throw new CommandException(ExitCode.Failed, $"{store.Describe(source)} is missing, though its manifest lists it: train the student again.");
            await using (content)
            {
                copied.Add(await CopyAsync(content, file, folder, store.Describe(source), ct));
            }
        }

        var manifest = Path.Combine(folder, Manifest.FileName);
        await File.WriteAllTextAsync(manifest, student.Manifest.Write(), new UTF8Encoding(false), ct);
        return [.. copied, manifest];
    }

    private static async Task<string> CopyAsync(Stream content, ManifestFile file, string folder, string source, CancellationToken ct)
    {
        var target = Path.Combine(folder, ArtifactPath.Check(file.Path));
        var arriving = target + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        string sha256;
        await using (var stream = File.Create(arriving))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await stream.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        if (sha256 != file.Sha256)
        {
            File.Delete(arriving);
            throw new CommandException(ExitCode.Failed, $"{source} is damaged: its SHA-256 is {sha256}, and its manifest says {file.Sha256}; train the student again.");
        }

        File.Move(arriving, target, overwrite: true);
        return target;
    }
}
