using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Distill.Tensors;

/// <summary>What of this machine's processor decides which kernels the numeric libraries choose.</summary>
internal static class Processor
{
    private const string Caches = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>Whether it multiplies brain floating point in hardware: AVX512_BF16, by CPUID leaf 7.1.</summary>
    public static bool HasBFloat16 { get; } = Avx512F.IsSupported && (Leaf7(1).Eax & (1 << 5)) != 0;

    /// <summary>
    /// Whether brain floating point is the faster one: with AMX's tiles, or AVX512_BF16 as AMD has it. Intel's AVX512_BF16 without AMX multiplies as many
    /// numbers in a cycle as float32, and loses by converting: a training step of a ResNet-20 took 1.3 times as long.
    /// </summary>
    public static bool HasFastBFloat16 { get; } = HasBFloat16 && (HasAmx || Vendor() == "AuthenticAMD");

    /// <summary>OpenBLAS's name for the kernels of this instruction set, or null where it shall choose on its own.</summary>
    public static string? BlasKernels { get; } = Avx512BW.VL.IsSupported && Avx512DQ.IsSupported ? "SkylakeX" : Avx2.IsSupported && Fma.IsSupported ? "Haswell" : null;

    /// <summary>
    /// The widest instruction set in oneDNN's names, and the sizes of the first and second cache, from which oneDNN and OpenBLAS
    /// derive the blocks they sum in.
    /// </summary>
    public static string Describe() => string.Join(' ', [InstructionSet(), .. CacheSizes()]);

    private static string InstructionSet()
    {
        if (!X86Base.IsSupported) return System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        if (!Avx512F.IsSupported) return !Avx2.IsSupported ? "sse41" : (Leaf7(1).Eax & (1 << 4)) != 0 ? "avx2_vnni" : "avx2";
        bool vnni = (Leaf7(0).Ecx & (1 << 11)) != 0;
        return HasAmx ? "avx512_core_amx" : HasBFloat16 ? "avx512_core_bf16" : vnni ? "avx512_core_vnni" : "avx512_core";
    }

    private static bool HasAmx => (Leaf7(0).Edx & (1 << 22)) != 0 && (Leaf7(0).Edx & (1 << 24)) != 0;

    // The twelve letters lie in EBX, EDX and ECX of leaf 0.
    private static string Vendor()
    {
        if (!X86Base.IsSupported) return "";
        var (_, ebx, ecx, edx) = X86Base.CpuId(0, 0);
        return Encoding.ASCII.GetString([.. BitConverter.GetBytes(ebx), .. BitConverter.GetBytes(edx), .. BitConverter.GetBytes(ecx)]);
    }

    private static IEnumerable<string> CacheSizes()
    {
        if (!Directory.Exists(Caches)) yield break;
        foreach (string cache in Directory.EnumerateDirectories(Caches, "index*").Order(StringComparer.Ordinal))
        {
            string level = Read(cache, "level");
            if (level is "1" or "2" && Read(cache, "type") != "Instruction") yield return $"L{level}:{Read(cache, "size")}";
        }
    }

    private static string Read(string folder, string file) => File.ReadAllText(Path.Combine(folder, file)).Trim();

    private static (int Eax, int Ebx, int Ecx, int Edx) Leaf7(int subleaf) => X86Base.IsSupported ? X86Base.CpuId(7, subleaf) : default;
}
