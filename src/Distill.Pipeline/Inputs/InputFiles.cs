using System.Security.Cryptography;
using Distill.Artifacts;

namespace Distill.Pipeline.Inputs;

/// <summary>The files of an input on the disk, seen as one run of bytes that is cut into parts.</summary>
internal sealed class InputFiles
{
    private readonly string _folder;
    private readonly InputManifest _manifest;
    private readonly long[] _starts;

    public InputFiles(string folder, InputManifest manifest)
    {
        (_folder, _manifest) = (folder, manifest);
        _starts = new long[manifest.Files.Count];
        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] = _starts[i - 1] + manifest.Files[i - 1].Bytes;
        }
    }

    /// <summary>The bytes of a part as they are on the disk; zeros where a file is too short or absent.</summary>
    public byte[] Read(int part)
    {
        var content = new byte[_manifest.LengthOf(part)];
        foreach (var (file, offset, start, length) in PiecesOf(part))
        {
            var path = PathOf(file);
            if (!File.Exists(path))
            {
                continue;
            }

            using var handle = File.OpenHandle(path, share: FileShare.ReadWrite);
            for (var read = 0; read < length;)
            {
                var more = RandomAccess.Read(handle, content.AsSpan(start + read, length - read), offset + read);
                if (more == 0)
                {
                    break;
                }

                read += more;
            }
        }

        return content;
    }

    /// <summary>Whether a part's bytes on the disk are the manifest's.</summary>
    public bool Has(int part) => Convert.ToHexStringLower(SHA256.HashData(Read(part))) == _manifest.Parts[part];

    /// <summary>Creates all files with their sizes; what they hold already stays.</summary>
    public void Prepare()
    {
        foreach (var file in _manifest.Files)
        {
            var path = PathOf(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
            if (RandomAccess.GetLength(handle) != file.Bytes)
            {
                RandomAccess.SetLength(handle, file.Bytes);
            }
        }
    }

    /// <summary>Puts a part's bytes into their files.</summary>
    public void Write(int part, ReadOnlySpan<byte> content)
    {
        foreach (var (file, offset, start, length) in PiecesOf(part))
        {
            using var handle = File.OpenHandle(PathOf(file), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(handle, content.Slice(start, length), offset);
        }
    }

    /// <summary>The first file whose content is not the manifest's; null when all are. All content is on the disk then.</summary>
    public ManifestFile? FirstDamaged() => _manifest.Files.FirstOrDefault(file =>
    {
        using var stream = new FileStream(PathOf(file), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        stream.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) != file.Sha256;
    });

    private string PathOf(ManifestFile file) => Path.Combine(_folder, file.Path.Replace('/', Path.DirectorySeparatorChar));

    private IEnumerable<(ManifestFile File, long Offset, int Start, int Length)> PiecesOf(int part)
    {
        var (position, length) = ((long)part * InputManifest.PartBytes, _manifest.LengthOf(part));
        var index = Array.BinarySearch(_starts, position);
        for (var i = index >= 0 ? index : ~index - 1; i < _starts.Length && _starts[i] < position + length; i++)
        {
            var from = Math.Max(position, _starts[i]);
            var to = Math.Min(position + length, _starts[i] + _manifest.Files[i].Bytes);
            if (to > from)
            {
                yield return (_manifest.Files[i], from - _starts[i], (int)(from - position), (int)(to - from));
            }
        }
    }
}
