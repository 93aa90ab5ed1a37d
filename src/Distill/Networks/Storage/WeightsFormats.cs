namespace Distill.Networks;

/// <summary>Tells the kinds of files with weights apart.</summary>
public static class WeightsFormats
{
    private const int HeaderBytes = 9;

    /// <summary>
    /// The kind of a file, by its content rather than its name: workers keep files under other names. A TorchScript file is a zip archive, an
    /// ONNX file begins with its version, and a safetensors file has a JSON object behind its first eight bytes.
    /// </summary>
    /// <exception cref="NetworkProblemException">The file cannot be read.</exception>
    public static WeightsFormat Of(string file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var stream = Open(file);
        var read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        bool IsNamed(string ending) => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
        return header.StartsWith("PK\x03\x04"u8) || IsNamed(".pt") || IsNamed(".pth") ? WeightsFormat.TorchScript
            : IsNamed(".onnx") || (read == HeaderBytes && header[0] == 0x08 && header[^1] != (byte)'{') ? WeightsFormat.Onnx
            : WeightsFormat.Safetensors;
    }

    /// <summary>Opens a file with weights.</summary>
    /// <exception cref="NetworkProblemException">It cannot be read.</exception>
    internal static Stream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new NetworkProblemException($"{file}: cannot be read ({problem.Message.TrimEnd('.')}); check the path and your rights.", problem);
        }
    }
}
