using System.Text.RegularExpressions;
using Distill.Tensors.Interop;

namespace Distill.Tensors;

/// <summary>The libraries in this process that compute floating-point results, found in its memory map.</summary>
internal static partial class NumericLibraries
{
    private const string MemoryMap = "/proc/self/maps";

    /// <summary>Whether libtorch is in this process already.</summary>
    public static bool Loaded => Paths().Any(path => Path.GetFileName(path).StartsWith("libtorch_cpu", StringComparison.Ordinal));

    /// <summary>Name and the first 12 digits of the build-id of each, in the order of their names.</summary>
    public static string Describe() =>
        string.Join(' ', Paths().Select(path => $"{Path.GetFileName(path)}:{ElfBuildId.Of(path)[..12]}").Order(StringComparer.Ordinal));

    /// <summary>The kernels that OpenBLAS chose for this processor, or null where libtorch brings another BLAS.</summary>
    public static string? BlasKernels() =>
        Paths().Where(path => path.Contains("openblas", StringComparison.Ordinal)).Select(OpenBlas.Kernels).FirstOrDefault(name => name is not null);

    private static IEnumerable<string> Paths() =>
        File.Exists(MemoryMap)
            ? File.ReadLines(MemoryMap).Select(line => LibraryPath().Match(line)).Where(match => match.Success).Select(match => match.Value).Distinct()
            : [];

    // libm, SLEEF and the OpenMP runtime take part as well: elementary functions, and who sums which part.
    [GeneratedRegex(@"/\S*/lib(torch_cpu|torch_cuda|dnnl|mkldnn|mkl_\w+|openblas\w*|blas|sleef|gomp|iomp5|omp|m)[-.][^/]*$")]
    private static partial Regex LibraryPath();
}
