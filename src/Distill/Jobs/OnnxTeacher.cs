using Distill.Data;
using Distill.Networks;
using Distill.Onnx;

namespace Distill.Jobs;

/// <summary>A teacher that comes as an ONNX file, with its network.</summary>
public static class OnnxTeacher
{
    private const int HeaderBytes = 9;

    /// <summary>
    /// Whether a file of weights is an ONNX file rather than a safetensors file, by its content: workers keep files under other names.
    /// An ONNX file begins with its version; a safetensors file has a JSON object behind its first eight bytes.
    /// </summary>
    public static bool IsOne(string file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var stream = File.OpenRead(file);
        var read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        return file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || (read == HeaderBytes && header[0] == 0x08 && header[^1] != (byte)'{');
    }

    /// <summary>Reads the teacher and checks that it is one for a dataset.</summary>
    /// <exception cref="NetworkProblemException">The file is no classifier that this program can run, or one of other images or classes.</exception>
    public static OnnxNetwork Read(string file, Dataset dataset)
    {
        var read = OnnxImport.Read(file, dataset.Train.Shape);
        if (read.Network.Classes != dataset.Classes.Count)
        {
            throw new NetworkProblemException($"the teacher predicts {read.Network.Classes} classes but {dataset.Name} has {dataset.Classes.Count}; choose other weights or another dataset.");
        }

        return read.Network.Input == dataset.Train.Shape
            ? read
            : throw new NetworkProblemException($"the teacher takes images of {read.Network.Input}, but those of {dataset.Name} are {dataset.Train.Shape}; export it for that size, or choose another dataset.");
    }
}
