namespace Distill.Pipeline.Inputs;

/// <summary>What a manifest may say, so that following it never leaves the folder it is for.</summary>
internal static class InputRules
{
    /// <summary>Why a relative path is not allowed, as in "has no name"; null when it is.</summary>
    public static string? PathProblem(string path) =>
        path.IndexOfAny(['\\', '\0']) >= 0 || (OperatingSystem.IsWindows() && path.Contains(':')) || path.Any(char.IsControl)
            ? "has a character that not every file system has"
            : path.Split('/').Any(segment => segment is "" or "." or "..") ? "does not lead to a file below its folder" : null;

    /// <summary>The first thing wrong with a manifest, as a clause; null when nothing is.</summary>
    public static string? Problem(InputManifest manifest)
    {
        if (manifest.Name.Contains('/') || PathProblem(manifest.Name) is not null)
        {
            return $"it names the folder \"{manifest.Name}\", which is no plain name";
        }

        var files = new HashSet<string>(StringComparer.Ordinal);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var file in manifest.Files)
        {
            if (PathProblem(file.Path) is { } problem)
            {
                return $"its path \"{file.Path}\" {problem}";
            }

            if (!files.Add(file.Path) || !InputManifest.IsHash(file.Sha256) || file.Bytes < 0 || file.Bytes > long.MaxValue - total)
            {
                return $"its entry for \"{file.Path}\" contradicts itself or another one";
            }

            total += file.Bytes;
            for (var slash = file.Path.IndexOf('/'); slash >= 0; slash = file.Path.IndexOf('/', slash + 1))
            {
                folders.Add(file.Path[..slash]);
            }
        }

        if (folders.FirstOrDefault(files.Contains) is { } both)
        {
            return $"\"{both}\" is both a file and a folder in it";
        }

        return manifest.Parts.Count != (total + InputManifest.PartBytes - 1) / InputManifest.PartBytes || !manifest.Parts.All(InputManifest.IsHash)
            ? "its parts do not make up its files"
            : null;
    }
}
