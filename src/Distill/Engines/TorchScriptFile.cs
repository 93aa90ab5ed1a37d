using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Distill.Networks;

namespace Distill.Engines;

/// <summary>What can be said of a TorchScript file without running it.</summary>
/// <param name="Tensors">How many tensors lie in it.</param>
/// <param name="TensorBytes">Their size.</param>
/// <param name="Operators">How often each operator of libtorch stands in its code; classes that are used twice count once.</param>
public sealed partial record TorchScriptFile(int Tensors, long TensorBytes, IReadOnlyDictionary<string, int> Operators)
{
    // Nobody writes more code than this by hand or by tracing.
    private const long MostCode = 64 << 20;

    /// <summary>Looks through a file: whether it is whole, and what its code asks for.</summary>
    /// <exception cref="NetworkProblemException">It is absent, damaged, no TorchScript file, or its code reaches for files.</exception>
    public static TorchScriptFile Read(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return Read(archive);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            throw new NetworkProblemException($"{path}: is damaged or no TorchScript file; fetch it again, or export it again with torch.jit.save.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new NetworkProblemException($"{path}: cannot be read ({problem.Message.TrimEnd('.')}); check the path and your rights.", problem);
        }
        catch (NetworkProblemException problem)
        {
            throw new NetworkProblemException($"{path}: {problem.Message}.", problem);
        }
    }

    private static TorchScriptFile Read(ZipArchive archive)
    {
        var (operators, tensors, bytes, code) = (new SortedDictionary<string, int>(StringComparer.Ordinal), 0, 0L, 0L);
        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..];
            var isCode = name.StartsWith("code/", StringComparison.Ordinal) && name.EndsWith(".py", StringComparison.Ordinal);
            var text = Check(entry, keep: isCode);
            if (isCode)
            {
                code += entry.Length;
                var program = Encoding.UTF8.GetString(text);
                if (Reach().Match(program) is { Success: true } reach)
                {
                    throw new NetworkProblemException($"its code names {reach.Groups["name"].Value}, which reaches for files; take such models only as ONNX");
                }

                Count(program, operators);
            }
            else if (name.StartsWith("data/", StringComparison.Ordinal) || name.StartsWith("constants/", StringComparison.Ordinal))
            {
                (tensors, bytes) = (tensors + 1, bytes + entry.Length);
            }
        }

        return code == 0 ? throw new NetworkProblemException("holds no program; a checkpoint of torch.save can be converted to safetensors, and a model be saved with torch.jit.save")
            : new TorchScriptFile(tensors, bytes, operators);
    }

    /// <summary>Compares an entry with its checksum, and gives it where it is wanted.</summary>
    private static byte[] Check(ZipArchiveEntry entry, bool keep)
    {
        if (entry.Length > (entry.CompressedLength == entry.Length ? long.MaxValue : MostCode))
        {
            throw new InvalidDataException();
        }

        using var content = entry.Open();
        using var kept = new MemoryStream();
        var (buffer, sum, length) = (new byte[1 << 16], 0u, 0L);
        while (content.Read(buffer) is > 0 and var read)
        {
            (sum, length) = (Crc32.Of(buffer.AsSpan(0, read), sum), length + read);
            kept.Write(buffer, 0, keep ? read : 0);
        }

        return sum == entry.Crc32 && length == entry.Length ? kept.ToArray() : throw new InvalidDataException();
    }

    private static void Count(string code, SortedDictionary<string, int> operators)
    {
        foreach (Match call in Call().Matches(code))
        {
            operators[call.Value[..^1]] = operators.GetValueOrDefault(call.Value[..^1]) + 1;
        }
    }

    [GeneratedRegex(@"(?<![\w.])(torch|ops)\.[\w.]+\(", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    // torch.save, torch.load and torch.from_file reach files of the machine, and no classifier needs them. Whoever writes code by hand may give them
    // another name first, or put blanks, comments and continued lines behind a dot, so it is the words that are refused.
    [GeneratedRegex(@"(\.(\s|\\\r?\n|#[^\n]*\n)*(?<name>save|load)|\b(?<name>from_file))\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reach();
}
